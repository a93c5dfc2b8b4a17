"""A started file holds the numbered article and every field explained; once labelled it lints clean."""

import datetime as dt
from pathlib import Path

import pytest

from summarizer.domain.document import Span
from summarizer.domain.record import Coverage, Evidence, Provenance, Record, SchemaRef
from summarizer.errors import GoldFileError, SourceError
from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.gold.lint import lint
from summarizer.scoring.gold.load import load_gold
from summarizer.scoring.gold.skeleton import skeleton
from summarizer.scoring.gold.starting import start_gold, write_new
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldObject
from summarizer.store.lines import record_line

SHIPPED = sorted((Path(__file__).parents[3] / "schemas").glob("*.py"))
FACTS = {
    "headline": "Fire closes the harbour bridge",
    "published": "2031-05-03",
    "begins": None,
    "logged": None,
    "hurt": 12,
    "verified": None,
    "grade": None,
    "code": None,
    "events": [
        {
            "what": "A fire closed the harbour bridge.",
            "kind": "fire",
            "when": {"text": "on Tuesday", "start": None, "end": None, "precision": None},
            "actors": ["the fire brigade", " Tom Bell "],
        }
    ],
    "outcome": {"kind": "damage", "cost": 5.0},
    "inquiry": None,
}


@pytest.fixture
def record(document, schema):
    def cited(*sentences, spans=()):
        return Evidence(sentences=sentences, spans=spans, support="verified")

    return Record(
        document=document,
        schema_ref=SchemaRef(name="accident", version="1", digest=schema.digest),
        facts=FACTS,
        evidence={
            "/headline": cited(1),
            "/hurt": cited(3),
            "/events/0/what": cited(2),
            "/events/0/actors/0": cited(4, 5),
            "/outcome/cost": cited(5),
        },
        coverage=Coverage(sentences=5, sent=(1, 2, 3, 4, 5), furniture=(), cited=(1, 2, 3, 4, 5), uncited=()),
        status="complete",
        provenance=Provenance(
            model="local/m", strategy="oneshot", package_version="1", created=dt.datetime(2031, 5, 3, tzinfo=dt.UTC)
        ),
    )


def labelled(text):
    assert text.count("\nlabels: []\n") == 1
    return text.replace("\nlabels: []\n", "\nlabels: [{by: reader-1, on: 2031-05-04}]\n")


def test_a_started_file_shows_the_article_and_explains_every_field(schema, document):
    text = skeleton(document, schema, source="articles/bridge.txt")
    assert text.startswith(
        "# Gold for the schema accident: An accident as facts.\n#\n# Fill in what the article states"
    )
    for sentence in document.sentences:
        assert f"\n# [{sentence.id}] {document.sentence_text(sentence.id)}\n" in text
    assert text[text.index("facts:\n") :] == (
        "facts:\n"
        "  # Text; or null. The headline.\n"
        "  headline: null\n"
        "  # A date such as 2025-03-21; or null. Day of publication.\n"
        "  published: null\n"
        "  # A time such as 14:30; or null. Time of day.\n"
        "  begins: null\n"
        "  # A date and time such as 2025-03-21T14:30:00; or null. Moment of the entry.\n"
        "  logged: null\n"
        "  # A whole number; or null. How many were hurt.\n"
        "  hurt: null\n"
        "  # True or false; or null. Whether it is confirmed.\n"
        "  verified: null\n"
        "  # One of 1, 2, 3; or null. How bad it is.\n"
        "  grade: null\n"
        "  # Text or a whole number; or null. A code.\n"
        "  code: null\n"
        "  # A list. What happened.\n"
        "  # - id: e1\n"
        "  #   evidence: {1: words that stand in sentence 1}\n"
        "  #   facts:\n"
        "  #     # Text; required. What happened.\n"
        "  #     what: null\n"
        "  #     # One of fire, flood, rescue_work; required. The label.\n"
        "  #     kind: null\n"
        "  #     # The words of the time, or {text, start, end, precision}; or null. When it happened.\n"
        "  #     when: null\n"
        "  #     # A list, each entry text. Who acted.\n"
        "  #     # - {id: a1, evidence: {1: words that stand in sentence 1}, facts: null}\n"
        "  #     actors: []\n"
        "  events: []\n"
        "  # An object of kind, people or of kind, cost; or null. What came of it.\n"
        "  # outcome:\n"
        "  #   # One of injury; required. Always injury.\n"
        "  #   # One of damage; required. Always damage.\n"
        "  #   kind: null\n"
        "  #   # A whole number; required. How many.\n"
        "  #   people: null\n"
        "  outcome: null\n"
        "  # An object; or null. The inquiry.\n"
        "  # inquiry:\n"
        "  #   # Text; or null. Who leads it.\n"
        "  #   lead: null\n"
        "  #   # A whole number; or null. How long it takes.\n"
        "  #   days: null\n"
        "  inquiry: null\n"
    )


def test_a_started_file_is_refused_until_somebody_labels_it(write, workspace, schema, document):
    path = write(skeleton(document, schema, source="articles/bridge.txt"))
    [problem] = lint([path], workspace)
    assert problem.severity == "error"
    assert problem.message.startswith("labels: nobody has labelled this; read the article")
    assert lint([write(labelled(path.read_text(encoding="utf-8")))], workspace) == []


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.stem)
def test_a_started_file_of_any_shipped_schema_lints_clean_once_labelled(write, workspace, document, shipped):
    (workspace.root / "schemas" / shipped.name).write_bytes(shipped.read_bytes())
    path = write(labelled(skeleton(document, load_schema(shipped), source="articles/bridge.txt")))
    assert lint([path], workspace) == []


def test_an_example_entry_reads_back_once_its_marks_are_taken_off_and_it_is_filled(write, workspace, schema, document):
    text = labelled(skeleton(document, schema, source=None))
    start, end = text.index("  # - id: e1\n"), text.index("  events: []\n")
    example = "".join(line.replace("# ", "", 1) for line in text[start:end].splitlines(keepends=True))
    filled = (
        example.replace("what: null", "what: A fire.")
        .replace("kind: null", "kind: fire")
        .replace("words that stand in sentence 1", "Fire closes")
    )
    path = write(text[:start] + "  events:\n" + filled + text[end:].replace("  events: []\n", ""))
    assert lint([path], workspace) == []
    assert load_gold(path, schema).facts.fields["events"] == GoldList(
        (
            GoldItem(
                "e1",
                GoldObject(
                    {
                        "what": GoldLeaf("A fire."),
                        "kind": GoldLeaf("fire"),
                        "when": GoldLeaf(None),
                        "actors": GoldList(),
                    }
                ),
                evidence=(GoldEvidence(1, "Fire closes"),),
            ),
        )
    )


def test_a_prefilled_file_holds_the_records_facts_with_the_sentences_it_cites(write, workspace, schema, record):
    text = skeleton(record.document, schema, source="articles/bridge.txt", record=record)
    [problem] = [one for one in lint([write(text)], workspace) if one.severity == "error"]
    assert problem.message.startswith("labels: prefilled from a model's record and labelled by nobody; check every")
    gold = load_gold(write(labelled(text)), schema)
    assert gold.note == "prefilled from a model's record; check every value"
    assert gold.facts == GoldObject(
        {
            "headline": GoldLeaf(
                "Fire closes the harbour bridge", evidence=(GoldEvidence(1, "Fire closes the harbour bridge"),)
            ),
            "published": GoldLeaf("2031-05-03"),
            "begins": GoldLeaf(None),
            "logged": GoldLeaf(None),
            "hurt": GoldLeaf(12, evidence=(GoldEvidence(3, "Twelve people were hurt, among them Ana Roth."),)),
            "verified": GoldLeaf(None),
            "grade": GoldLeaf(None),
            "code": GoldLeaf(None),
            "events": GoldList(
                (
                    GoldItem(
                        "e1",
                        GoldObject(
                            {
                                "what": GoldLeaf("A fire closed the harbour bridge."),
                                "kind": GoldLeaf("fire"),
                                "when": GoldLeaf("on Tuesday"),
                                "actors": GoldList(
                                    (
                                        GoldItem("a1", GoldLeaf("the fire brigade")),
                                        GoldItem("a2", GoldLeaf("Tom Bell")),
                                    )
                                ),
                            }
                        ),
                        evidence=tuple(
                            GoldEvidence(number, record.document.sentence_text(number)) for number in (2, 4, 5)
                        ),
                    ),
                )
            ),
            "outcome": GoldObject(
                {
                    "kind": GoldLeaf("damage"),
                    "cost": GoldLeaf(
                        5.0, evidence=(GoldEvidence(5, "An inquiry led by Mara Lind will take 30 days."),)
                    ),
                }
            ),
            "inquiry": GoldLeaf(None),
        }
    )


def test_of_a_long_sentence_the_words_around_the_fact_are_quoted(write, workspace, schema, record):
    text = f"{'Long before that, ' * 12}the mayor, Ana Roth, opened the bridge{', and then another one' * 12}."
    document = make_document(text)
    at = document.text.index("Ana Roth")
    evidence = {"/headline": Evidence(sentences=(1,), spans=(Span(start=at, end=at + 8),), support="verified")}
    facts = {
        "headline": "Ana Roth opened the bridge",
        **{name: None for name in FACTS if name not in {"headline", "events"}},
    }
    changed = record.model_copy(
        update={"document": document, "facts": facts | {"events": []}, "evidence": evidence}
    )  # fmt: skip
    path = write(labelled(skeleton(document, schema, source=None, record=changed)))
    assert lint([path], workspace) == []
    headline = load_gold(path, schema).facts.fields["headline"]
    assert isinstance(headline, GoldLeaf)
    [cited] = headline.evidence
    assert "the mayor, Ana Roth, opened" in cited.quote
    assert len(cited.quote) <= 110
    assert f" {cited.quote} " in f" {text} "


def test_a_record_of_another_article_or_without_facts_is_refused(schema, document, record):
    with pytest.raises(GoldFileError, match="another article, or of another version of the schema accident"):
        skeleton(make_document("Something else."), schema, source=None, record=record)
    failed = record.model_copy(update={"facts": None, "status": "failed", "error": "cut off"})
    with pytest.raises(GoldFileError, match=r"its record failed \(cut off\); start without --from"):
        skeleton(document, schema, source=None, record=failed)


def test_an_article_in_the_workspace_is_named_and_any_other_stands_in_the_file(
    write, workspace, schema, tmp_path_factory
):
    inside = start_gold(str(workspace.root / "articles/bridge.txt"), schema, workspace.root)
    assert "\n  source: articles/bridge.txt\n" in inside
    outside = tmp_path_factory.mktemp("outside") / "page.txt"
    outside.write_text("One day.\n\nAnother day.\n", encoding="utf-8")
    text = start_gold(str(outside), schema, workspace.root)
    assert "\n  text: |-\n    One day.\n\n    Another day.\n" in text
    assert lint([write(labelled(text))], workspace) == []


def test_a_record_is_found_by_article_and_schema(workspace, schema, record, tmp_path):
    other = record.model_copy(update={"schema_ref": SchemaRef(name="accident", version="0", digest="0" * 64)})
    lines = tmp_path / "records.jsonl"
    lines.write_bytes(record_line(other) + record_line(record))
    article = str(workspace.root / "articles/bridge.txt")
    assert "headline: {value: Fire closes the harbour bridge" in start_gold(
        article, schema, workspace.root, records=lines
    )
    lines.write_bytes(record_line(other))
    with pytest.raises(
        GoldFileError, match=r"records\.jsonl: holds no record of .+bridge\.txt for the schema accident"
    ):
        start_gold(article, schema, workspace.root, records=lines)


def test_a_name_for_several_articles_is_refused(workspace, schema):
    (workspace.root / "articles/two.txt").write_text("Another one.", encoding="utf-8")
    with pytest.raises(SourceError, match="articles: holds several articles; a gold file labels one"):
        start_gold(str(workspace.root / "articles"), schema, workspace.root)


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    path = tmp_path / "gold.yaml"
    write_new(path, "mine\n")
    with pytest.raises(GoldFileError, match=r"gold\.yaml: already there; give another --out"):
        write_new(path, "yours\n")
    assert path.read_text(encoding="utf-8") == "mine\n"
