"""Gold is held to its article, its neighbours and the user's own model, and needs somebody who labelled it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.errors import GoldFileError
from summarizer.ingest.documents import make_document
from summarizer.scoring.gold.lint import SchemaShelf, gold_targets, lint
from summarizer.scoring.gold.load import load_suite
from summarizer.scoring.gold.problems import GoldProblem

FURNITURE = (
    "A fire closed the bridge on Tuesday.\n\nNobody was hurt, the council said.\n\nSupport our journalism! Donate now\n"
)


def test_sound_gold_has_no_problem(write, gold_text, workspace):
    assert lint([write(gold_text)], workspace) == []


CITED = "evidence: {3: Twelve people}"

ERRORS = [
    (CITED, "evidence: {2: Twelve people}", "hurt:", "hurt: 'Twelve people' doesn't stand in sentence 2; it stands in sentence 3"),
    (CITED, "evidence: {3: twelve people}", "hurt:", "hurt: 'twelve people' doesn't stand in sentence 3; the sentence is 'Twelve people were hurt, among them Ana Roth.'"),
    (CITED, "evidence: {9: Twelve people}", "hurt:", "hurt: there is no sentence 9; the last is 5"),
    ('{4: "We did what we could"}', '{4: "We did what we would"}', "We did", "events[e2]: 'We did what we would' doesn't stand in sentence 4; the sentence is '\"We did what we could,\" said Tom Bell of the fire brigade.'"),
    ("labels:\n  - {by: reader-1, on: 2031-05-04}", "labels: []", "labels:", "labels: nobody has labelled this; read the article, fill the facts in, then add yourself: {by: NAME, on: DATE}"),
    ("{value: 12, range: [10, 12],", "{value: 112, range: [100, 120],", "hurt:", "facts: the schema refuses it: Value error, more hurt than there were people"),
    ("articles/bridge.txt", "articles/none.txt", "source:", "article: articles/none.txt: there is no such file below {root}; give its path from the workspace"),
    ("articles/bridge.txt", "../bridge.txt", "source:", "article: ../bridge.txt: 'source' is a path below the workspace, so that everyone has the article"),
    ("articles/bridge.txt", "/etc/passwd", "source:", "article: /etc/passwd: 'source' is a path below the workspace, so that everyone has the article"),
    ("articles/bridge.txt", "https://example.org/a", "source:", "article: https://example.org/a: 'source' is a path below the workspace, so that everyone has the article"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "message"), ERRORS, ids=lambda value: str(value)[:40])
def test_what_the_article_or_the_model_belies_is_an_error(write, edited, workspace, old, new, at, message):
    text = edited((old, new))
    path = write(text)
    line = text[: text.index(at)].count("\n") + 1 if not message.startswith("facts") else 12
    assert lint([path], workspace) == [GoldProblem(path, line, message.replace("{root}", str(workspace.root)))]


def test_an_article_that_has_changed_is_an_error_with_both_ids(write, gold_text, workspace, document):
    article = workspace.root / "articles/bridge.txt"
    article.write_text(article.read_text(encoding="utf-8") + "\nA correction.\n", encoding="utf-8")
    now = make_document(article.read_text(encoding="utf-8")).id
    path = write(gold_text)
    assert lint([path], workspace) == [
        GoldProblem(
            path, 3,
            f"article: the article has changed since it was labelled: its id is now {now}, not {document.id}; "
            "restore it, or check every label against it and set the new id",
        )
    ]  # fmt: skip


WARNINGS = [
    ("facts: Tom Bell", "facts: Tom Ball", "Tom Ball", "events[e2].actors[a2]: 'Tom Ball', and what else is accepted, stands nowhere in the article"),
    ('evidence: {2: "A fire closed the harbour bridge"}', "evidence: {}", "what: {value: A fire", "events[e1].what: has no evidence, nor does a list entry around it"),
    ("grade: null", "grade: 2", "grade", "grade: has no evidence, nor does a list entry around it"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "message"), WARNINGS, ids=lambda value: str(value)[:40])
def test_what_a_person_should_look_at_is_a_warning(write, edited, workspace, old, new, at, message):
    text = edited((old, new))
    path = write(text)
    line = text[: text.index(at)].count("\n") + 1
    assert GoldProblem(path, line, message, "warning") in lint([path], workspace)
    assert all(problem.severity == "warning" for problem in lint([path], workspace))


@pytest.mark.parametrize(
    "quote",
    ["“We did what we could,” said Tom", '"We did\n what   we could,"', "‟We did what we could"],
    ids=["curly", "spaces", "odd"],
)
def test_white_space_and_the_shape_of_quotation_marks_do_not_matter(write, edited, workspace, quote):
    written = quote.replace('"', '\\"').replace("\n", "\\n")
    path = write(edited(('{4: "We did what we could"}', f'{{4: "{written}"}}')))
    assert lint([path], workspace) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("facts: Tom Bell", "facts: {value: Mr Bell of Tarn, accept: [Tom Bell]}"),
        ("facts: Tom Bell", "facts: {value: Tom Ball, unclear: true}"),
        ("facts: Tom Bell", "facts: the TÓM bell"),
        ("facts: Tom Bell", "facts: a man who helped"),
        ("{value: 30, evidence: {5: will take 30 days}}", "{value: 31, evidence: {5: will take 30 days}}"),
    ],
    ids=["alternative", "unclear", "case and accents", "no name", "number with evidence of its own"],
)
def test_a_name_or_number_is_not_asked_for_where_the_gold_accounts_for_it(write, edited, workspace, old, new):
    assert lint([write(edited((old, new)))], workspace) == []


def test_a_number_in_an_entry_must_stand_in_the_article_in_digits_or_words(write, workspace):
    model = "class Tally(BaseModel):\n    'T.'\n    counts: list[float] = Field(description='Counts.')\n"
    path = workspace.root / "schemas/tally.py"
    path.write_text(f"from pydantic import BaseModel, Field\n\n{model}", encoding="utf-8")
    text = "Two thousand people marched for 3.5 hours, and more than a dozen sang."
    digest = lint_digest(path)
    gold = (
        f"format: summarizer.gold/1\narticle: {{id: {make_document(text).id}, text: '{text}'}}\n"
        f"schema: {{name: tally, digest: {digest}}}\nsplit: dev\nstory: x\nlabels: [{{by: a, on: 2031-01-01}}]\nfacts:\n"
        "  counts:\n"
    )
    for number in ("2000", "3.5", "12", "13"):
        gold += f"    - {{id: n{number}, evidence: {{1: people marched}}, facts: {number}}}\n"
    found = lint([write(gold)], workspace)
    assert [(problem.line, problem.message, problem.severity) for problem in found] == [
        (12, "counts[n13]: 13, and what else is accepted, stands nowhere in the article", "warning")
    ]


def lint_digest(path):
    from summarizer.schema_loader.load import load_schema

    return load_schema(path).digest


def test_evidence_in_page_furniture_is_a_warning(write, edited, workspace):
    document = make_document(FURNITURE)
    assert [sentence.furniture for sentence in document.sentences][-1] == "appeal"
    last = len(document.sentences)
    text = edited(
        ("  source: articles/bridge.txt", f"  text: {FURNITURE!r}".replace("'", '"')),
        (f"\n  id: {make_document((workspace.root / 'articles/bridge.txt').read_text()).id}", f"\n  id: {document.id}"),
    )
    head = text[: text.index("  headline:")].replace("gate", "dev")
    facts = f"  headline: {{value: Donate now, evidence: {{{last}: Donate now}}}}\n"
    rest = "".join(
        f"  {name}: null\n" for name in ("published", "begins", "logged", "hurt", "verified", "grade", "code")
    )
    path = write(head + facts + rest + "  events: []\n  outcome: null\n  inquiry: null\n")
    assert lint([path], workspace) == [
        GoldProblem(path, 13, f"headline: sentence {last} is page furniture, which no model is sent", "warning")
    ]


def test_two_files_for_one_article_and_schema_are_an_error_in_the_second(write, gold_text, workspace):
    first, second = write(gold_text, "a.yaml"), write(gold_text, "b.yaml")
    elsewhere = write(gold_text, "a.yaml", suite="other")
    assert lint([first, second, elsewhere], workspace) == [
        GoldProblem(
            second, 2,
            f"a second gold file for this article and the schema accident, beside {first}; "
            "keep one, or merge them with `summarizer gold adjudicate`",
        )
    ]  # fmt: skip


def test_two_files_for_one_article_are_an_error_in_another_folder_of_the_suite_too(write, gold_text, workspace):
    first, second = write(gold_text, "a.yaml"), write(gold_text, "b.yaml", suite="bridge/more")
    (problem,) = lint([first, second], workspace)
    assert (problem.path, problem.message.partition(",")[0]) == (
        second, "a second gold file for this article and the schema accident",
    )  # fmt: skip


def test_a_gold_file_that_leads_nowhere_is_an_error_and_not_left_out(write, gold_text, workspace):
    lost = write(gold_text, "a.yaml").with_name("lost.yaml")
    lost.symlink_to("nowhere.yaml")
    (problem,) = lint(gold_targets(["bridge"], workspace.root), workspace)
    assert (problem.path, problem.message) == (
        lost, "the gold file can't be read (No such file or directory); check the path",
    )  # fmt: skip


def test_a_file_that_is_no_yaml_is_one_problem_and_the_others_are_checked(write, edited, gold_text, workspace):
    broken, faulty = write("a: [1\n", "a.yaml"), write(edited(("grade: null", "grade: 9")), "b.yaml")
    problems = lint([broken, faulty, write(gold_text, suite="other")], workspace)
    assert [(problem.path, problem.line) for problem in problems] == [(broken, 2), (faulty, 19)]
    assert problems[0].message.startswith("not valid YAML (")


def test_an_unknown_schema_is_named_with_its_line(write, edited, workspace):
    path = write(edited(("name: accident", "name: accidnt")))
    [problem] = lint([path], workspace)
    assert (problem.line, problem.severity) == (5, "error")
    assert problem.message.endswith("there is no schema named 'accidnt'; did you mean 'accident'?")


def test_a_problem_reads_as_file_line_and_message(tmp_path):
    path = tmp_path / "x.yaml"
    assert str(GoldProblem(path, 3, "why")) == f"{path}:3: why"
    assert str(GoldProblem(path, 3, "why", "warning")) == f"{path}:3: warning: why"


def test_targets_are_suites_files_and_folders_and_all_suites_without_any(write, gold_text, workspace, monkeypatch):
    first, second = write(gold_text, "a.yaml"), write(gold_text, "b.yaml", suite="other")
    assert gold_targets([], workspace.root) == [first, second]
    assert gold_targets(["other"], workspace.root) == [second]
    assert gold_targets([str(first), "bridge"], workspace.root) == [first]
    assert gold_targets([str(second.parent)], workspace.root) == [second]
    with pytest.raises(GoldFileError, match="no suite named 'othr'; did you mean 'other'"):
        gold_targets(["othr"], workspace.root)
    # a folder of articles is called like a suite more often than not
    (workspace.root / "bridge").mkdir()
    monkeypatch.chdir(workspace.root)
    assert gold_targets(["bridge"], workspace.root) == [first]
    with pytest.raises(GoldFileError, match=r"^\./bridge: there is no gold"):
        gold_targets(["./bridge"], workspace.root)


TOKENS = [
    "null", "[]", "{}", "true", "12", "'x'", "{value: null}", "- a", "id: e1", "facts:", "evidence: {1: x}", "\n", "  ",
    ":", "{", "}", "]", '"', "#", "&a ", "*a", "!!t ", "|", "? ", "-", "unclear: true", "\t", "\x00", "é",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(TOKENS)), min_size=1, max_size=4))
def test_whatever_is_broken_lint_names_a_line_and_never_crashes(write, gold_text, workspace, changes):
    text = gold_text
    for where, cut, token in changes:
        at = int(where * len(text))
        text = text[:at] + token + text[at + cut :]
    path = write(text)
    problems = lint([path], workspace)
    assert all(problem.path == path and 1 <= problem.line <= text.count("\n") + 2 for problem in problems)
    if all(problem.severity == "warning" for problem in problems):
        assert load_suite([path], SchemaShelf(workspace))
