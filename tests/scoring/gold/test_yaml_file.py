"""YAML that could hide or blow up content is refused with its line; scalars mean what YAML 1.2 says."""

import time

import pytest

from summarizer.errors import GoldFileError
from summarizer.scoring.gold.yaml_file import MAX_BYTES, plain_value, read_yaml
from summarizer.scoring.gold.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlScalar

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(20)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "1: the anchor &a isn't allowed; write the value out where it is used"),
        ("a: 1\nb: *a\n", "2: the alias *a isn't allowed; write the value out"),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", "2: the tag tag:yaml.org,2002:python/object/apply:os.system isn't allowed; a value's type follows from the schema"),
        ("a: !secret x\n", "1: the tag !secret isn't allowed; a value's type follows from the schema"),
        ("a: !!str 1\n", "1: the tag tag:yaml.org,2002:str isn't allowed; a value's type follows from the schema"),
        ("a: 1\nb: 2\n\na: 3\n", "4: the key 'a' stands twice, first on line 1"),
        ('x:\n  1: a\n  "1": b\n', "3: the key '1' stands twice, first on line 2"),
        ("a: 1\n? [b]\n: 2\n", "2: a list or mapping as a key; a key is one word or number"),
        ("a: 1\n---\nb: 2\n", "2: a second document starts here; one file holds one article's gold"),
        ("a: " + "[" * 60 + "]" * 60, "1: nested deeper than 48 levels; no schema is"),
        ("- a\n- b\n", "1: a gold file is a mapping; start it with 'format: summarizer.gold/1'"),
        ("", "1: a gold file is a mapping; start it with 'format: summarizer.gold/1'"),
        ("a: 1\nb: \x00\n", "2: holds U+0000, a character that YAML doesn't allow; remove it"),
        ("a: 1\nb: x\x1b[2J\n", "2: holds U+001B, a character that YAML doesn't allow; remove it"),
    ],
    ids=["bomb", "alias", "python tag", "own tag", "standard tag", "double key", "double key, quoted", "list as key",
         "two documents", "nesting", "a list", "empty", "nul", "escape"],
)  # fmt: skip
def test_what_could_hide_or_blow_up_content_is_refused_with_its_line(tmp_path, text, message):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldFileError) as refused:
        read_yaml(path)
    assert str(refused.value) == f"{path}:{message}"


@pytest.mark.parametrize(
    ("text", "line"), [("a: [1, 2\nb: 3\n", 2), ("a: 'x\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: b: c\n", 1)],
    ids=["open list", "open quote", "tab", "colon"],
)  # fmt: skip
def test_broken_yaml_is_an_error_with_file_and_line(tmp_path, text, line):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldFileError, match=rf"x\.yaml:{line}: not valid YAML \(.+\); mend this line$"):
        read_yaml(path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(10 * MAX_BYTES)
    with pytest.raises(GoldFileError, match="larger than 2,000,000 bytes"):
        read_yaml(path)


def test_deep_nesting_ends_at_once(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("[" * 500_000, encoding="utf-8")
    started = time.perf_counter()
    with pytest.raises(GoldFileError, match="nested deeper"):
        read_yaml(path)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"a: 1\nb: caf\xe9\n", "2: not UTF-8; save the file as UTF-8"), (b"\xff\xfea\x00", "1: not UTF-8; save the file as UTF-8")],
    ids=["latin-1", "utf-16"],
)  # fmt: skip
def test_another_encoding_is_named_with_the_line(tmp_path, data, message):
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(GoldFileError) as refused:
        read_yaml(path)
    assert str(refused.value) == f"{path}:{message}"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GoldFileError, match=r"none\.yaml: the gold file can't be read \(No such file or directory\)"):
        read_yaml(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("12", 12), ("-3", -3), ("+4", 4),
        ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("2.", 2.0), ("007", 7),
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("12:30", "12:30"), ("2031-05-02", "2031-05-02"), ("1_000", "1_000"),
        ("0x1F", "0x1F"), ("0o17", "0o17"), (".inf", ".inf"), (".nan", ".nan"), ("1e999", "1e999"), ("9" * 5000, "9" * 5000),
        ("1,200", "1,200"), ("=", "="), ("<<", "<<"),
    ],
    ids=lambda value: str(value)[:10] or "nothing",
)  # fmt: skip
def test_an_unquoted_scalar_means_what_the_core_schema_says(text, value):
    found = plain_value(text)
    assert (found, type(found)) == (value, type(value))


def test_every_value_knows_its_line_and_quoted_ones_are_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text('on: 1\nb:\n  - "1"\n  - >-\n    two\n    words\n1: {c: }\n', encoding="utf-8")
    assert read_yaml(path) == YamlMap(
        {
            "on": YamlEntry(YamlScalar(1, "1", 1), 1),
            "b": YamlEntry(YamlList((YamlScalar("1", "1", 3), YamlScalar("two words", "two words", 4)), 3), 2),
            "1": YamlEntry(YamlMap({"c": YamlEntry(YamlScalar(None, "", 7), 7)}, 7), 7),
        },
        1,
    )
