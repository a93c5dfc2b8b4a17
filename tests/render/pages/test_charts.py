"""Charts: where things stand, what they are called, and that nothing breaks on hollow or hostile data."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from summarizer.render.pages.charts import Bar, Part, Point, column_chart, line_chart, share_bar


def _found(chart: str, tag: str, kind: str) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in ET.fromstring(chart).iter(tag) if one.get("class", "").startswith(kind)]


def test_a_share_bar_is_divided_in_proportion_and_leaves_out_what_is_nothing() -> None:
    bar = share_bar([Part("verified", 3, "3 verified"), Part("partial", 0, ""), Part("unsupported", 1, "1")], title="x")
    parts = [(one.get("class"), one.get("x"), one.get("width")) for one in ET.fromstring(bar).iter("rect")]
    assert parts == [("verified", "0.00%", "75.00%"), ("unsupported", "75.00%", "25.00%")]


def test_a_higher_value_stands_higher_and_an_interval_spans_it() -> None:
    points = [Point("1 Mar", 0.2, None, None, "a"), Point("2 Mar", 0.8, 0.7, 0.9, "b", pinned=True)]
    chart = line_chart(points, title="F1", baseline=0.8)
    low, high = _found(chart, "circle", "dot")
    assert (float(low["cy"]) > float(high["cy"]), high["class"]) == (True, "dot pinned")
    [interval] = _found(chart, "line", "interval")
    assert float(interval["y1"]) < float(high["cy"]) < float(interval["y2"])
    [baseline] = _found(chart, "line", "baseline")
    assert (baseline["y1"], baseline["y2"]) == (high["cy"], high["cy"])
    assert len(_found(chart, "line", "trend")) == 1


def test_a_column_is_as_high_as_its_parts_together() -> None:
    bars = [Bar("1 Mar", (Part("hue0", 3, "a"), Part("hue1", 1, "b"))), Bar("2 Mar", ())]
    chart = column_chart(bars, title="Paid", unit="$")
    under, over = [one for kind in ("hue0", "hue1") for one in _found(chart, "rect", kind)]
    assert float(under["height"]) == pytest.approx(3 * float(over["height"]), rel=0.01)
    assert float(over["y"]) + float(over["height"]) == pytest.approx(float(under["y"]))
    assert re.findall(r">(\$[\d.,]+)<", chart) == ["$0", "$1.25", "$2.5", "$3.75", "$5"]


@pytest.mark.parametrize("count", [0, 1, 7, 60])
def test_labels_never_crowd_and_the_last_is_always_there(count: int) -> None:
    bars = [Bar(f"day {number}", ()) for number in range(count)]
    labels = re.findall(r'class="label"[^>]*>([^<]*)<', column_chart(bars, title="x", unit=""))
    assert len(labels) <= 8
    assert labels[-1:] == [f"day {count - 1}"][:count]


def test_a_label_is_not_repeated() -> None:
    points = [Point("1 Mar", 0.5, None, None, "") for _ in range(3)]
    assert line_chart(points, title="x").count(">1 Mar<") == 1


def test_names_are_text_in_a_chart() -> None:
    bad = '"><script>window.hacked=1</script>'
    for chart in (
        line_chart([Point(bad, 0.5, None, None, bad)], title=bad),
        column_chart([Bar(bad, (Part("hue0", 1, bad),))], title=bad, unit="$"),
        share_bar([Part("verified", 1, bad)], title=bad),
    ):
        tree = ET.fromstring(chart)
        assert not [one for one in tree.iter() if one.tag == "script"]
        assert tree.get("aria-label") == bad
