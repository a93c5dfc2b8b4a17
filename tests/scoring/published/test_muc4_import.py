"""MUC-4 becomes a suite that loads and lints clean, and its CEAF-REE is the standard one."""

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarizer.errors import GoldFileError
from summarizer.schema_loader.load import load_schema
from summarizer.schema_loader.strict import violations
from summarizer.scoring.gold.lint import lint
from summarizer.scoring.gold.load import load_gold
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldList
from summarizer.scoring.muc4_import import FIELDS, ceaf_ree, gold_entities, import_muc4, predicted_entities
from summarizer.scoring.published.role_counts import RoleCounts
from summarizer.workspace import find_workspace

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("SUMMARIZER_SHARED", ROOT.parent / "shared")) / "data" / "muc4"

FIRST = {
    "docid": "DEV-MUC3-0001",
    "doctext": 'armed men attacked the "el sol" farm near the river.  they shot juan perez with a rifle.',
    "extracts": {
        "PerpInd": [[["armed men", 0]]],
        "PerpOrg": [],
        "Target": [[['"el sol" farm', 23], ["farm", 32], ["farm", 32]]],
        "Victim": [[["juan perez", 64]]],
        "Weapon": [[["rifle", 82]]],
    },
}
SECOND = {"docid": "DEV-MUC3-0002", "doctext": "nothing happened in the north today.", "extracts": {role: [] for role in FIELDS.values()}}  # fmt: skip


@pytest.fixture(scope="session")
def roles():
    return load_schema(ROOT / "schemas" / "muc4_roles.py")


@pytest.fixture
def write_lines(tmp_path):
    def write(*documents):
        path = tmp_path / "some.json"
        path.write_text("\n".join(json.dumps(each) for each in documents) + "\n", encoding="utf-8")
        return path

    return write


def record_of(facts: object) -> Any:
    """All of a record that is read here."""
    return SimpleNamespace(facts=facts)


def imported(path, folder, roles):
    result = import_muc4(path, folder, schema=roles)
    return result, [load_gold(each, roles) for each in sorted(folder.glob("*.yaml"))]


def test_the_schema_has_the_five_roles_described_and_strict_on_the_wire(roles):
    assert [(spec.name, spec.node.kind) for spec in roles.root.fields] == [(field, "list") for field in FIELDS]
    assert all(spec.description for spec in roles.root.fields)
    assert violations(roles.wire_model.model_json_schema()) == []


def test_every_document_becomes_gold_with_mentions_as_alternatives(write_lines, tmp_path, roles):
    result, (first, second) = imported(write_lines(FIRST, SECOND), tmp_path / "suite", roles)
    assert (result.articles, result.entities, result.left_out) == (2, 4, ())
    assert first.facts.fields == {
        "perp_individuals": GoldList((GoldItem("p1", GoldLeaf("armed men")),)),
        "perp_organizations": GoldList(),
        "targets": GoldList((GoldItem("t1", GoldLeaf('"el sol" farm', accept=("farm",))),)),
        "victims": GoldList((GoldItem("v1", GoldLeaf("juan perez")),)),
        "weapons": GoldList((GoldItem("w1", GoldLeaf("rifle")),)),
    }
    assert (first.story, first.split, first.path.name) == ("dev-muc3-0001", "dev", "dev-muc3-0001.yaml")
    assert second.facts.fields == dict.fromkeys(FIELDS, GoldList())


def test_the_suite_lints_without_errors(write_lines, tmp_path, roles):
    folder = tmp_path / "suite"
    import_muc4(write_lines(FIRST, SECOND), folder, schema=roles)
    workspace = find_workspace(flag=ROOT, environment=None, start=ROOT)
    problems = lint(sorted(folder.glob("*.yaml")), workspace)
    assert [str(each) for each in problems if each.severity == "error"] == []


def test_importing_again_gives_the_same_files(write_lines, tmp_path, roles):
    path, folder = write_lines(FIRST, SECOND), tmp_path / "suite"
    import_muc4(path, folder, schema=roles)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    import_muc4(path, folder, schema=roles)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_a_text_that_stands_twice_is_written_once_and_named(write_lines, tmp_path, roles):
    path = write_lines(FIRST, {**FIRST, "docid": "DEV-MUC3-0003"})
    result, gold = imported(path, tmp_path / "suite", roles)
    assert len(gold) == 1
    assert result.left_out == ((f"{path}:2", "the text of dev-muc3-0003 is that of dev-muc3-0001"),)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "must be an object with docid, doctext and extracts"),
        ({"docid": "a"}, "lacks 'extracts', a mapping of roles to entities"),
        ({"docid": "a", "extracts": {}}, "lacks 'doctext'; every document needs docid, doctext and extracts"),
        ({"docid": "../a", "doctext": "x", "extracts": {}}, "the docid '../a' stands twice, or isn't made of letters"),
        (
            {**FIRST, "extracts": {"Weapons": []}},
            "has the role 'Weapons'; known are PerpInd, PerpOrg, Target, Victim, ",
        ),
        ({**FIRST, "extracts": {"Weapon": [["gun"]]}}, "extracts.Weapon: a mention must be [words, offset], not 'gun'"),
        ({**FIRST, "extracts": {"Weapon": "gun"}}, "extracts.Weapon must be a list of entities"),
        ({"docid": "a", "doctext": "x", "templates": []}, "has templates; take the file with 'extracts'"),
    ],
)
def test_a_line_that_is_no_document_is_refused_with_its_number(document, message, write_lines, tmp_path, roles):
    path = write_lines(SECOND, document)
    with pytest.raises(GoldFileError) as caught:
        import_muc4(path, tmp_path / "suite", schema=roles)
    assert str(caught.value).startswith(f"{path}:2: {message}")
    assert not (tmp_path / "suite").exists()


def test_a_file_that_holds_nothing_or_is_not_there_is_refused(tmp_path, roles):
    (tmp_path / "empty.json").write_text("\n", encoding="utf-8")
    (tmp_path / "text.json").write_text("hello\n", encoding="utf-8")
    for name, message in (("empty", "holds no document"), ("none", "can't be read"), ("text", "isn't one JSON object")):
        with pytest.raises(GoldFileError, match=message):
            import_muc4(tmp_path / f"{name}.json", tmp_path / "suite", schema=roles)


def test_a_folder_with_other_gold_is_left_alone(write_lines, tmp_path, roles):
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(GoldFileError, match=r"mine\.yaml: is gold of another import; name an empty folder"):
        import_muc4(write_lines(FIRST), folder, schema=roles)
    assert [each.name for each in folder.iterdir()] == ["mine.yaml"]


def test_another_schema_is_refused(write_lines, tmp_path):
    other = load_schema(ROOT / "schemas" / "incident.py")
    with pytest.raises(GoldFileError, match="schema 'incident' doesn't have the fields perp_individuals"):
        import_muc4(write_lines(FIRST), tmp_path / "suite", schema=other)


def test_records_are_scored_in_the_standard_form(write_lines, tmp_path, roles):
    _, (first, second) = imported(write_lines(FIRST, SECOND), tmp_path / "suite", roles)
    facts: Any = {
        "perp_individuals": ["the armed men", "they"],
        "targets": ["Farm"],
        "victims": [],
        "weapons": ["rifle"],
    }
    found = ceaf_ree([(first, record_of(facts)), (second, record_of(None))])
    assert found.micro == RoleCounts(p_num=3, p_den=4, r_num=3, r_den=4)
    assert found.strict["PerpInd"] == RoleCounts(p_num=1, p_den=2, r_num=1, r_den=1)


def test_a_failed_record_finds_nothing(write_lines, tmp_path, roles):
    _, (gold,) = imported(write_lines(FIRST), tmp_path / "suite", roles)
    assert predicted_entities(None) == {role: [] for role in FIELDS.values()}
    assert ceaf_ree([(gold, None)]).micro == RoleCounts(r_den=4)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs {SHARED}; set SUMMARIZER_SHARED")
def test_the_published_dev_file_comes_in_whole_and_its_gold_scores_one(tmp_path, roles):
    result, gold = imported(SHARED / "dev.json", tmp_path / "suite", roles)
    assert (result.articles, result.left_out) == (200, ())
    lines = [json.loads(line) for line in (SHARED / "dev.json").read_text(encoding="utf-8").splitlines()]
    published = {
        line["docid"].lower(): {
            role: [list(dict.fromkeys(words for words, _ in entity)) for entity in entities]
            for role, entities in line["extracts"].items()
        }
        for line in lines
    }
    assert {each.story: gold_entities(each) for each in gold} == published
    perfect: Any = [
        (
            each,
            record_of({field: [entity[0] for entity in gold_entities(each)[role]] for field, role in FIELDS.items()}),
        )
        for each in gold
    ]
    assert ceaf_ree(perfect).micro.f1 == 1.0
