"""A file of cases is scored case by case, and whatever is wrong with it is named: file, case, reason."""

import json
import subprocess
import sys

import pytest

from summarizer.errors import UsageError
from summarizer.scoring.cases import MODES, run_cases

INCIDENT = {"kind": "bombing", "when": {"text": "Tuesday"}, "where": "Lima", "weapons": ["dynamite"], "killed": 2}
COUNTS = {"correct": 0, "partial": 0, "wrong": 0, "missing": 0, "spurious": 0, "correct_null": 0, "excluded": 0}


@pytest.fixture
def incident(pytestconfig):
    return pytestconfig.rootpath / "schemas" / "incident.py"


def test_scores_come_by_case_id_in_the_files_order(write_cases):
    path = write_cases(
        {"id": "second", "gold": ["Lima"], "prediction": "the Lima!"}, {"id": "first", "gold": [], "prediction": "x"}
    )
    assert list(run_cases("squad_v2", path).items()) == [
        ("second", {"exact": 1, "f1": 1.0}),
        ("first", {"exact": 0, "f1": 0.0}),
    ]


def test_a_bare_list_of_cases_is_a_case_file(tmp_path):
    path = tmp_path / "list.json"
    path.write_text('[{"id": "a", "gold": "x", "prediction": "x"}]', encoding="utf-8")
    assert run_cases("anls_star", path) == {"a": {"anls": 1.0}}


def test_what_the_definition_refuses_is_printed_as_its_error(write_cases):
    path = write_cases({"id": "a", "ratings": [[1, 1], [1, 1]], "level": "nominal"})
    assert run_cases("krippendorff", path) == {
        "a": {"raises": "ValueError: There has to be more than one value in the domain."}
    }


def test_an_undefined_number_is_null_as_json_has_no_nan(write_cases):
    path = write_cases({"id": "scipy_ttest_rel/0", "x": [1, 2], "y": [1, 2]})
    assert run_cases("statistics", path)["scipy_ttest_rel/0"] == {"statistic": None, "pvalue": None, "df": 1.0}


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("anls", "'anls' is no way to score; did you mean anls_star? known are anls_star, ceaf_ree, "),
        ("zzz", "'zzz' is no way to score; known are anls_star, ceaf_ree, "),
        ("ledger", "scoring as 'ledger' needs the schema of the facts; name it with --schema"),
    ],
)
def test_an_unknown_or_incomplete_mode_is_refused_with_the_next_step(mode, message, write_cases):
    with pytest.raises(UsageError) as caught:
        run_cases(mode, write_cases())
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


def test_a_schema_is_refused_where_it_would_be_ignored(write_cases, incident):
    with pytest.raises(UsageError, match="'squad_v2' takes no schema"):
        run_cases("squad_v2", write_cases(), schema=incident)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", ":1: isn't JSON: Expecting property name enclosed in double quotes"),
        ("\n\n[1,]", ":3: isn't JSON: "),
        ('{"case": []}', ': holds no list of cases; write {"cases": [{"id": "…", …}, …]}'),
        ("[3]", ": case 1 must be a mapping with an id, not 3"),
        ('[{"gold": 1}]', ": case 1 lacks an id; give it a text of its own"),
        (r'[{"id": "\ud800"}]', r": case 1 has an id that can't be printed: '\ud800'; give it another"),
        ('[{"id": "a", "gold": 1}]', ": case 'a': lacks the key 'prediction'"),
        ('[{"id": "a", "gold": 1, "prediction": 1}, {"id": "a"}]', ": two cases have the id 'a'; give each its own"),
        ("[" * 100_000, ": is nested too deeply to be read"),
        (
            '[{"id": "a", "gold": ' + "[" * 800 + "]" * 800 + ', "prediction": ' + "[" * 800 + "]" * 800 + "}]",
            ": case 'a': is nested too deeply to be scored",
        ),
    ],
    ids=["cut off", "line", "no list", "no mapping", "no id", "half a letter", "no key", "twice", "deep", "deep case"],
)
def test_a_malformed_file_is_refused_with_file_case_and_reason(content, message, tmp_path):
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        run_cases("anls_star", path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_a_file_that_is_not_text_or_not_there_is_refused(tmp_path):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"bytes\.json: isn't JSON in UTF-8"):
        run_cases("anls_star", tmp_path / "bytes.json")
    with pytest.raises(UsageError, match=r"none\.json: can't be read \(No such file"):
        run_cases("anls_star", tmp_path / "none.json")


@pytest.mark.parametrize(
    ("mode", "case", "reason"),
    [
        ("anls_star", {"gold": {"__one_of__": "x"}, "prediction": 1}, "__one_of__ must hold a list of alternatives, not 'x'"),
        ("anls_star", {"gold": 1, "prediction": [{"__one_of__": ["x"]}]}, "__one_of__ may stand in gold only: "),
        ("squad_v2", {"gold": "Lima", "prediction": "Lima"}, "gold must be a list of acceptable answers; "),
        ("squad_v2", {"gold": [], "prediction": None}, "prediction must be a text, not None"),
        ("ceaf_ree", {"gold": [], "prediction": {}}, "gold must map document ids to roles"),
        ("ceaf_ree", {"gold": {"d": {"Vctim": []}}, "prediction": {}}, "gold.d has the role 'Vctim'; known are PerpInd, "),
        ("ceaf_ree", {"gold": {"d": {"Victim": ["a"]}}, "prediction": {}}, "gold.d.Victim[0] must be a list of mentions, not "),
        ("ceaf_ree", {"gold": {}, "prediction": {"d": {"Victim": [[]]}}}, "prediction.d.Victim has an entity without a mention"),
        ("gtt_templates", {"gold": [{"Victim": []}], "prediction": []}, "lacks the key 'incident_type'"),
        ("gtt_templates", {"gold": [], "prediction": 1}, "prediction must be a list of templates"),
        ("gtt_templates", {"gold": [{"incident_type": 1}], "prediction": []}, "gold[0].incident_type must be a text, not 1"),
        ("krippendorff", {"ratings": [[1, 2], [1]]}, "every coder's row of ratings must be as long: null stands for "),
        ("krippendorff", {"ratings": [[1]], "level": "odd"}, "level is 'odd'; known are nominal, ordinal, interval, ratio"),
        ("muc4_official_arithmetic", {"counts": {"COR": 1, "PAR": 0, "INC": 0, "SPU": 0, "MIS": 0, "POS": 5}}, "counts.POS is 5, but its parts add up to 1"),
        ("muc4_official_arithmetic", {"counts": {"COR": -1}}, "counts.COR must be a whole number, 0 or more, not -1"),
        ("nervaluate", {"gold": [[]], "prediction": [[]], "tags": "A"}, "tags must be a list of labels, not 'A'"),
        ("nervaluate", {"gold": [[{"label": "A", "start": 0, "end": "x"}]], "prediction": [[]]}, "start and end of a span of gold "),
        ("statistics", {"numbers": [1]}, "names no test; known are assignment, inspect_ci, "),
        ("statistics", {"similarity": [[1, 2], [1]]}, "every row of similarity must be as long"),
        ("statistics", {"values": [1, "x"]}, "values[1] must be a number, not 'x'"),
        ("statistics", {"values": [1, 2], "clusters": ["a"]}, "clusters must be a list of 2 names, one a value, or null"),
        ("statistics", {"id": "paired/x", "baseline": [1], "candidate": []}, "baseline has 1 articles, candidate 0"),
        ("statistics", {"baseline": [1], "candidate": [1], "margin": -1}, "margin must be 0 or more, not -1"),
        ("statistics", {"p_values": [0.5, 2]}, "p_values[1] must lie between 0 and 1, not 2"),
        ("statistics", {"p_values": 0.5}, "p_values must be a list of numbers, or map names to numbers"),
        ("statistics", {"id": "bootstrap/x", "values": [1, 2], "n_resamples": 0}, "n_resamples must be a whole number from 1 to 1000000, not 0"),
        ("statistics", {"id": "bootstrap/x", "values": [1, 2], "level": 95}, "level must lie between 0 and 1, not 95"),
        ("statistics", {"id": "bootstrap/x", "values": [1, 2], "seed": 0.5}, "seed must be a whole number from 0 to "),
        ("statistics", {"id": "bootstrap/x"}, "lacks one or two lists of numbers, such as 'x' and 'y', or 'values'"),
        ("statistics", {"id": "wilcoxon/x", "x": [1, 2], "y": [1]}, "a paired test needs two lists of equal length, "),
        ("statistics", {"k": 5, "n": 3}, "k and n must be whole numbers with 0 ≤ k ≤ n and n ≥ 1, not 5 and 3"),
    ],
)  # fmt: skip
def test_a_malformed_case_is_refused_with_its_reason(mode, case, reason, write_cases):
    path = write_cases({"id": "x", **case})
    with pytest.raises(UsageError) as caught:
        run_cases(mode, path)
    assert str(caught.value).startswith(f"{path}: case '{case.get('id', 'x')}': {reason}")


# The ledger -------------------------------------------------------------------------------------------------------


def test_plain_facts_against_themselves_are_all_correct(write_cases, incident):
    path = write_cases({"id": "a", "gold": {"incidents": [INCIDENT]}, "prediction": {"incidents": [INCIDENT]}})
    assert run_cases("ledger", path, schema=incident) == {
        "a": {
            **COUNTS, "correct": 5, "correct_null": 6, "possible": 5, "actual": 5,
            "precision": 1.0, "recall": 1.0, "f1": 1.0, "failure": None,
        }
    }  # fmt: skip


def test_gold_may_have_the_structure_of_a_gold_file(write_cases, incident):
    gold = {"incidents": [{"id": "e1", "facts": {"kind": "bombing", "where": {"value": "Callao", "accept": ["Lima"]}}}]}
    prediction = {"incidents": [{"kind": "bombing", "where": "Lima", "killed": 4}]}
    scores = run_cases("ledger", write_cases({"id": "a", "gold": gold, "prediction": prediction}), schema=incident)
    assert scores["a"] == {
        **COUNTS, "correct": 2, "spurious": 1, "correct_null": 8, "possible": 2, "actual": 3,
        "precision": 2 / 3, "recall": 1.0, "f1": 0.8, "failure": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("prediction", "failure"),
    [
        (None, "no prediction"),
        ({"incidents": [{"kind": "boom"}]}, "the facts don't fit the schema: incidents.0.kind: Input should be "),
        ([], "the facts don't fit the schema: Input should be a valid dictionary"),
    ],
    ids=["none", "wrong label", "no object"],
)
def test_a_prediction_that_cannot_be_scored_misses_everything(prediction, failure, write_cases, incident):
    path = write_cases({"id": "a", "gold": {"incidents": [INCIDENT]}, "prediction": prediction})
    scores = run_cases("ledger", path, schema=incident)["a"]
    assert isinstance(scores, dict)
    assert str(scores.pop("failure")).startswith(failure)
    assert scores == {**COUNTS, "missing": 5, "possible": 5, "actual": 0, "precision": None, "recall": 0.0, "f1": 0.0}


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        (
            {"incidents": [{"kind": "bom"}]},
            "gold: incidents[entry 1].kind: 'bom' is no label of this field; did you mean 'bombing'?",
        ),
        ({"incident": []}, "gold: facts: unknown field 'incident'; did you mean 'incidents'?"),
        ([], "gold: 'facts' is a mapping of the schema's fields, found a list"),
        (
            {"incidents": [{"id": "e", "facts": INCIDENT}, {"id": "e", "facts": INCIDENT}]},
            "gold: incidents: the id 'e' stands twice",
        ),
    ],
    ids=["label", "field", "no object", "id twice"],
)
def test_gold_that_does_not_fit_the_schema_is_refused_with_the_place(gold, reason, write_cases, incident):
    path = write_cases({"id": "a", "gold": gold, "prediction": None})
    with pytest.raises(UsageError) as caught:
        run_cases("ledger", path, schema=incident)
    assert str(caught.value) == f"{path}: case 'a': {reason}"


# Extras -----------------------------------------------------------------------------------------------------------


def test_only_the_statistics_need_numpy_and_scipy(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{"id": "a", "values": [1, 2]}]), encoding="utf-8")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "sys.modules['numpy'] = sys.modules['scipy'] = None\n"
        "from summarizer.errors import MissingExtraError\n"
        "from summarizer.scoring.cases import MODES\n"
        "for name in MODES:\n"
        "    try:\n"
        "        name in ('ledger', 'statistics') or MODES[name](None)\n"
        "        name == 'statistics' and MODES[name](None)\n"
        "    except MissingExtraError as exc:\n"
        "        print(name, exc)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == (
        "statistics statistics need numpy and scipy; install them: pip install 'summarizer[eval]'\n"
    )
    assert "statistics" in MODES
