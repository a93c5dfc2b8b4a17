"""`summarizer eval`, as a nightly job runs it, against a real HTTP server: every exit code, kills, and the cache."""

import hashlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema
from summarizer.store.database.filters import EvalFilter
from summarizer.store.database.opening import open_database

SCHEMA = '''
from pydantic import BaseModel, Field

class Closure(BaseModel):
    """A bridge that is closed."""

    bridge: str | None = Field(None, description="Name of the bridge.")
    days: int | None = Field(None, description="Days it stays closed.")
'''
GATE = 'format = "summarizer.gate/1"\n[metrics.f1]\nmargin = 0.05\n'
GOLD = """\
format: summarizer.gold/1
article: {{id: {id}, source: articles/{name}.txt}}
schema: {{name: closure, digest: {digest}}}
split: gate
story: {story}
labels: [{{by: tester, on: 2026-03-04}}]
facts:
  bridge: {{value: {name} Bridge, evidence: {{2: "The {name} Bridge"}}}}
  days: {{value: {days}, evidence: {{2: "{days} days"}}}}
"""
NAMES = (
    "Adler",
    "Birch",
    "Cedar",
    "Dover",
    "Elm",
    "Fulham",
    "Grange",
    "Harbour",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Linden",
)


@pytest.fixture
def write_suite(tmp_path):
    """Return a function that makes a workspace with a suite of one article for each story."""

    def write(stories):
        root = tmp_path / "ws"
        for folder in ("schemas", "articles", "evals/gold/bridges"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "summarizer.toml").write_text("")
        (root / "evals/gate.toml").write_text(GATE)
        (root / "schemas/closure.py").write_text(SCHEMA)
        digest = load_schema(root / "schemas/closure.py").digest
        for number, (name, story) in enumerate(zip(NAMES, stories, strict=False), start=3):
            text = f"{name} closes\n\nThe {name} Bridge stays closed for {number} days, the council said.\n"
            (root / f"articles/{name}.txt").write_text(text)
            values = {"id": make_document(text).id, "name": name, "digest": digest, "story": story, "days": number}
            (root / f"evals/gold/bridges/{name}.yaml").write_text(GOLD.format(**values))
        return root

    return write


@pytest.fixture
def evaluate(command, llm_server):
    """Return a function that runs `summarizer eval …` on the suite with a model that reads every article right."""
    llm_server.answer = reads_right

    def run(verb, *arguments, root, model=True):
        asked = ("--model", "compatible/test", "--base-url", llm_server.url) if model else ()
        return command("eval", verb, *arguments, *asked, "--workspace", root)

    return run


def reads_right(body):
    name, days = article_of(body)
    return json.dumps(
        {"bridge": {"value": f"{name} Bridge", "evidence": [2]}, "days": {"value": days, "evidence": [2]}}
    )


def reads_no_days(body):
    name, _ = article_of(body)
    return json.dumps({"bridge": {"value": f"{name} Bridge", "evidence": [2]}, "days": None})


def article_of(body):
    found = re.search(r"The (\w+) Bridge stays closed for (\d+) days", json.dumps(body["messages"]))
    assert found is not None
    return found[1], int(found[2])


SUITE = ("--suite", "bridges")


def run_path(done):
    found = re.search(r"^Run: (.*)$", done.stdout, re.MULTILINE)
    assert found is not None, done.stderr
    return found[1]


def test_a_run_is_scored_and_shown_and_a_second_one_asks_nothing(evaluate, write_suite, llm_server, tmp_path):
    root = write_suite(["a", "b", "c"])
    first = evaluate("run", *SUITE, root=root)
    assert first.returncode == 0, first.stderr
    lines = first.stdout.split("\n")
    assert lines[:2] == ["bridges · compatible/test · oneshot", "3 articles of 3 stories"]
    assert any(line.split() == ["f1", "1.000", "1.000", "to", "1.000", "3"] for line in lines)
    folder = tmp_path / run_path(first)
    assert sorted(path.name for path in folder.iterdir()) == ["metrics.json", "records", "run.json", "scores.jsonl"]
    assert len(llm_server.requests) == 3

    second = evaluate("run", *SUITE, root=root)
    assert len(llm_server.requests) == 3
    assert "3 from the cache" in second.stderr
    assert run_path(second) != run_path(first)
    assert second.stdout.replace(run_path(second), "") == first.stdout.replace(run_path(first), "")


def test_no_repeat_is_answered_from_the_cache_of_another(evaluate, write_suite, llm_server):
    root = write_suite(["a", "b"])
    assert evaluate("run", *SUITE, "--repeat", "3", root=root).returncode == 0
    assert len(llm_server.requests) == 6


def test_the_gate_gives_the_same_verdict_twice_the_second_time_from_the_cache(evaluate, write_suite, llm_server):
    root = write_suite(NAMES)
    assert evaluate("run", *SUITE, root=root).returncode == 0
    assert evaluate("bless", *SUITE, root=root, model=False).returncode == 0
    assert (root / "evals/baselines/bridges.json").is_file()
    first = evaluate("gate", *SUITE, root=root)
    asked = len(llm_server.requests)
    second = evaluate("gate", *SUITE, root=root)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert len(llm_server.requests) == asked == 12
    assert first.stdout.split("\n")[1:] == second.stdout.split("\n")[1:]
    assert first.stdout.startswith("PASS: ")


def test_a_field_that_broke_ends_with_1_and_names_field_and_articles(evaluate, write_suite, llm_server):
    root = write_suite(["a"] * 3)
    evaluate("run", *SUITE, root=root)
    evaluate("bless", *SUITE, root=root, model=False)
    llm_server.answer = reads_no_days
    done = evaluate("gate", *SUITE, "--no-cache", root=root)
    assert done.returncode == 1
    assert done.stdout.startswith("REGRESSION: ")
    assert "closure.days lost more than 50% of its F1 in every one of the 3 articles that had any" in done.stdout
    assert "Adler.yaml: 1 lost, 0 gained\n    - days" in done.stdout

    said = json.loads(evaluate("gate", *SUITE, "--stored", "--json", root=root, model=False).stdout)
    assert (said["verdict"], [flip["lost"] for flip in said["flips"]]) == ("regression", [["days"]] * 3)
    refused = evaluate("bless", *SUITE, root=root, model=False)
    assert refused.returncode == 2
    assert "lowers a floor: f1 falls from 1.000" in refused.stderr


def test_too_few_stories_end_with_5_and_say_how_many_more_would_decide(evaluate, write_suite):
    root = write_suite(["a", "a"])
    evaluate("run", *SUITE, root=root)
    evaluate("bless", *SUITE, root=root, model=False)
    done = evaluate("gate", *SUITE, root=root)
    assert done.returncode == 5
    assert done.stdout.startswith("INCONCLUSIVE: ")
    assert "about 5 more stories would" in done.stdout


def test_a_model_that_cannot_be_reached_ends_with_3_and_scores_nothing(write_suite, command, tmp_path):
    root = write_suite(["a", "b", "c"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    done = command(
        "eval", "run", *SUITE, "--model", "compatible/test", "--base-url", nobody, "--workspace", root,
        SUMMARIZER_MAX_ATTEMPTS="1",
    )  # fmt: skip
    assert done.returncode == 3
    assert "nothing answers at" in done.stderr
    assert "Traceback" not in done.stderr
    assert [json.loads(path.read_text())["status"] for path in tmp_path.glob("eval-runs/*/run.json")] == ["incomplete"]


def test_a_spent_budget_ends_with_3_and_the_gate_calls_the_run_incomplete(evaluate, write_suite, llm_server, command):
    root = write_suite(["a", "b", "c"])
    evaluate("run", *SUITE, root=root)
    evaluate("bless", *SUITE, root=root, model=False)
    spend = ("--no-cache", "--max-usd", "0.000001", "--jobs", "1")
    priced = {"SUMMARIZER_PRICE": '{"input": 1, "output": 1}'}
    done = command(
        "eval", "gate", *SUITE, "--model", "compatible/test", "--base-url", llm_server.url, "--workspace", root,
        *spend, **priced,
    )  # fmt: skip
    assert done.returncode == 3, done.stdout
    judged = evaluate("gate", *SUITE, "--stored", root=root, model=False)
    assert judged.returncode == 4
    assert judged.stdout.startswith("INCOMPLETE: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--suite", "bridge"), "did you mean 'bridges'?"),
        (("run", *SUITE, "--split", "locked"), "no article of the suite has split locked"),
        (("run", *SUITE, "--schema", "other"), "no article of the suite has schema other"),
        (("gate", *SUITE), "there is no baseline; pin a run"),
        (("compare", *SUITE), "there is no run of suite 'bridges'"),
        (("rescore", "nonsense"), "nonsense: no run of that folder or id"),
        (("score", "missing.json", "--as", "anls_star"), "missing.json"),
        (("import", "muc4", "missing.json"), "missing.json"),
    ],
    ids=["suite", "split", "schema", "baseline", "run", "run id", "cases", "import"],
)
def test_usage_errors_end_with_2_and_the_next_step(command, write_suite, llm_server, arguments, message):
    root = write_suite(["a"])
    done = command("eval", *arguments, "--workspace", root)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert llm_server.requests == []


def test_a_baseline_that_means_something_else_is_refused_before_anything_is_paid(evaluate, write_suite, llm_server):
    root = write_suite(["a", "b"])
    evaluate("run", *SUITE, root=root)
    evaluate("bless", *SUITE, root=root, model=False)
    path = root / "evals/baselines/bridges.json"
    baseline = json.loads(path.read_text())
    baseline["manifest"]["digests"] |= {"gold": "0" * 64, "scorer": "0" * 64, "split": "0" * 64, "schemas": {}}
    path.write_text(json.dumps(baseline))
    for verb, options in (("gate", ("--no-cache",)), ("compare", ())):
        done = evaluate(verb, *SUITE, *options, root=root, model=verb == "gate")
        assert (done.returncode, len(llm_server.requests)) == (2, 2)
        for reason in ("gold differs", "scorer differs", "articles or their splits differ", "schema closure differs"):
            assert reason in done.stderr


def test_changed_labels_are_scored_again_without_a_model_and_reported(evaluate, write_suite, llm_server, tmp_path):
    root = write_suite(["a", "b"])
    folder = tmp_path / run_path(evaluate("run", *SUITE, root=root))
    gold = root / "evals/gold/bridges/Adler.yaml"
    gold.write_text(gold.read_text().replace("value: 3,", "value: 4, unclear: true,"))
    asked = len(llm_server.requests)
    done = evaluate("rescore", folder.name, root=root, model=False)
    assert done.returncode == 0, done.stderr
    assert len(llm_server.requests) == asked
    report = evaluate("report", folder.name, "-f", "md", "-f", "junit", "--out", "night", root=root, model=False)
    assert report.returncode == 0, report.stderr
    assert "there is no baseline" in report.stderr
    assert report.stdout.split() == ["night/report.md", "night/junit.xml"]


def test_the_report_shows_how_well_a_second_reader_agrees_or_that_there_is_none(evaluate, write_suite, tmp_path):
    root = write_suite(["a", "b"])
    evaluate("run", *SUITE, root=root)
    report = ("report", *SUITE, "-f", "md", "-o", "night")
    evaluate(*report, root=root, model=False)
    assert "No second reader: there is one set of labels" in (tmp_path / "night/report.md").read_text()

    first, second = root / "evals/gold/bridges/Adler.yaml", root / "evals/gold/bridges.second/Adler.yaml"
    second.parent.mkdir()
    second.write_text(
        first.read_text().replace("by: tester", "by: another").replace("value: Adler Bridge", "value: Elder")
    )
    done = evaluate(*report, root=root, model=False)
    assert done.returncode == 0, done.stderr
    said = "Two readers labelled 1 of the 2 articles and agree at F1 0.500 there"
    assert said in (tmp_path / "night/report.md").read_text()
    refused = evaluate(*report, "--second", "nowhere", root=root, model=False)
    assert (refused.returncode, "there is no suite named 'nowhere'" in refused.stderr) == (2, True)


def test_compare_names_what_flipped_between_two_runs_and_list_has_both(evaluate, write_suite, llm_server, tmp_path):
    root = write_suite(["a", "b"])
    first = tmp_path / run_path(evaluate("run", *SUITE, root=root))
    llm_server.answer = reads_no_days
    second = tmp_path / run_path(evaluate("run", *SUITE, "--no-cache", root=root))
    done = evaluate("compare", second.name, first.name, root=root, model=False)
    assert done.returncode == 0, done.stderr
    assert "Articles that flipped: 2\n  Adler.yaml: 1 lost, 0 gained\n    - days" in done.stdout
    listed = evaluate("list", root=root, model=False).stdout.split("\n")
    assert listed[0].split() == ["bridges", "2", "closure,", "2", "gate;", "stories:", "2"]
    assert [line.rpartition("/")[2] for line in listed[1:3]] == [f"{one.name}  complete" for one in (first, second)]


def test_runs_go_into_a_database_with_the_baseline_and_what_flipped_since(
    evaluate, write_suite, llm_server, command, tmp_path
):
    root, db = write_suite(["a", "b"]), ("--db", f"sqlite:///{tmp_path}/news.db")
    first = evaluate("run", *SUITE, *db, root=root)
    assert first.returncode == 0, first.stderr
    evaluate("bless", *SUITE, root=root, model=False)
    llm_server.answer = reads_no_days
    second = run_path(evaluate("run", *SUITE, "--no-cache", *db, root=root))

    with open_database(db[1], read_only=True) as database:
        runs = {run.id: run for run in database.runs().rows}
        latest, pinned = tmp_path / second, tmp_path / run_path(first)
        assert {name: run.baseline for name, run in runs.items()} == {latest.name: False, pinned.name: True}
        assert [(flip.gold, flip.baseline, flip.lost, flip.gained) for flip in database.flips(latest.name)] == [
            (f"{name}.yaml", pinned.name, ("days",), ()) for name in ("Adler", "Birch")
        ]
        [kept] = database.evals(EvalFilter(run=(pinned.name,), metric=("f1",), slice=("",))).rows
        assert (kept.suite, kept.model, kept.value, kept.stories) == ("bridges", "compatible/test", 1.0, 2)
        before = database.evals(limit=500)
    taken = command("db", "import", latest, *db, "--workspace", root)
    assert taken.stdout.startswith(f"{latest}: run {latest.name} of suite bridges, ")
    with open_database(db[1], read_only=True) as database:
        assert database.evals(limit=500).rows == before.rows


def test_cases_are_scored_under_a_published_definition(command, tmp_path):
    cases = [{"id": "c1", "gold": "Harbour Bridge", "prediction": "Harbour Bridge"}]
    (tmp_path / "cases.json").write_text(json.dumps({"cases": cases}))
    done = command("eval", "score", "--as", "anls_star", "cases.json")
    assert (done.returncode, set(json.loads(done.stdout))) == (0, {"c1"}), done.stderr


def test_a_muc4_file_becomes_a_suite_that_is_run_by_its_folder_with_ceaf_ree(command, tmp_path, llm_server):
    lines = [
        {
            "docid": f"DEV-MUC3-000{number}",
            "doctext": f"guerrillas attacked the {name} bridge with dynamite.",
            "extracts": {
                "PerpInd": [[["guerrillas", 0]]], "PerpOrg": [], "Target": [[[f"{name} bridge", 24]]], "Victim": [],
                "Weapon": [[["dynamite", 40]]],
            },
        }
        for number, name in enumerate(("adler", "birch"), start=1)
    ]  # fmt: skip
    (tmp_path / "muc.json").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    done = command("eval", "import", "muc4", "muc.json", "--out", "muc4")
    assert done.returncode == 0, done.stderr
    llm_server.answer = lambda body: json.dumps(
        {
            "perp_individuals": [{"value": "guerrillas", "evidence": [1]}], "perp_organizations": [], "targets": [],
            "victims": [], "weapons": [{"value": "rifles", "evidence": [1]}],
        }
    )  # fmt: skip
    done = command("eval", "run", "--suite", "muc4", "--model", "compatible/test", "--base-url", llm_server.url)
    assert done.returncode == 0, done.stderr
    metrics = json.loads((tmp_path / run_path(done) / "metrics.json").read_text())["metrics"]
    assert [metrics[f"ceaf_ree_{name}"]["value"] for name in ("precision", "recall", "f1")] == [0.5, 1 / 3, 0.4]
    roles = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
    assert [metrics[f"ceaf_ree_f1@role={role}"]["value"] for role in roles] == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert re.search(r"^PerpInd +100\.00 +100\.00 +100\.00$", done.stdout, re.MULTILINE)
    assert "GRIT 54.50 F1" in done.stdout
    assert command("eval", "report", "--suite", "muc4", "-f", "md", "-o", "night").returncode == 0
    written = (tmp_path / "night/report.md").read_text()
    assert "| PerpInd | 100.00 | 100.00 | 100.00 |" in written
    assert "| all roles (micro) | 50.00 | 33.33 | 40.00 |" in written
    assert "GRIT 54.50 F1" in written


def test_a_suite_that_was_imported_without_a_folder_lies_beside_the_cache_and_is_run_by_name(
    command, tmp_path, llm_server
):
    line = {
        "docid": "DEV-1",
        "doctext": "guerrillas attacked a bridge.",
        "extracts": {"PerpInd": [[["guerrillas", 0]]]},
    }
    (tmp_path / "dev.json").write_text(json.dumps(line))
    done = command("eval", "import", "muc4", "dev.json")
    assert (done.returncode, done.stdout.split("\n")[1]) == (0, "Run it:  summarizer eval run --suite muc4-dev")
    assert [path.name for path in (tmp_path / "cache/suites/muc4-dev").iterdir()] == ["dev-1.yaml"]
    model = ("--model", "compatible/test", "--base-url", llm_server.url)
    done = command("eval", "run", "--suite", "muc4-dev", *model)
    assert done.stdout.startswith("muc4-dev · compatible/test · oneshot\n1 article of 1 story"), done.stderr
    assert command("eval", "rescore", "--suite", "muc4-dev").returncode == 0
    (tmp_path / "file").write_text("")
    refused = command("eval", "import", "muc4", "dev.json", "--out", "file/muc4")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)


def started(root, llm_server, tmp_path, *options):
    return subprocess.Popen(
        [
            sys.executable, "-m", "summarizer", "eval", "run", *SUITE, "--workspace", root, "--model", "compatible/test",
            "--base-url", llm_server.url, "--jobs", "2", *options,
        ],
        cwd=tmp_path, env=os.environ | {"SUMMARIZER_CACHE_DIR": str(tmp_path / "cache")}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def recorded(tmp_path):
    found = [json.loads(line) for path in tmp_path.glob("eval-runs/*/records/*.jsonl") for line in whole_lines(path)]
    return {record["document"]["source"].rpartition("/")[2].removesuffix(".txt") for record in found}


def whole_lines(path):
    # the last line may be under way
    return [line for line in path.read_bytes().rpartition(b"\n")[0].split(b"\n") if line]


def test_a_run_killed_at_random_moments_goes_on_with_the_same_command_and_pays_for_no_article_twice(
    write_suite, llm_server, tmp_path
):
    root = write_suite([f"story-{number}" for number in range(12)])
    llm_server.answer = reads_right
    llm_server.latency_s = 0.1
    moments = random.Random(int(hashlib.sha256(str(tmp_path).encode()).hexdigest(), 16))
    kills = 0
    finished: list[set[str]] = []
    starts: list[int] = []
    while True:
        starts.append(len(llm_server.requests))
        running = started(root, llm_server, tmp_path, "--no-cache")
        goal = len(recorded(tmp_path)) + moments.randint(2, 5)
        deadline = time.monotonic() + 60
        while running.poll() is None and len(recorded(tmp_path)) < min(goal, 11):
            assert time.monotonic() < deadline
            time.sleep(moments.uniform(0.005, 0.03))
        if len(recorded(tmp_path)) >= 11 or running.poll() is not None:
            break
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
        kills += 1
        finished.append(recorded(tmp_path))
    out, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert kills >= 2
    assert len(list((tmp_path / "eval-runs").iterdir())) == 1
    assert recorded(tmp_path) == set(NAMES)
    asked = [article_of(request.body)[0] for request in llm_server.requests]
    # what had a record when the run was killed is never asked for again
    for done_then, start in zip(finished, starts[1:], strict=True):
        assert not done_then & set(asked[start:])
    assert len(asked) <= 12 + 2 * kills
    assert re.search(r"^f1 +1\.000", out, re.MULTILINE)


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(write_suite, llm_server, tmp_path):
    root = write_suite([f"story-{number}" for number in range(12)])
    llm_server.answer = reads_right
    llm_server.latency_s = 0.15
    running = started(root, llm_server, tmp_path)
    deadline = time.monotonic() + 60
    while len(recorded(tmp_path)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "the same command goes on with eval-runs/" in said
    assert "Traceback" not in said


def test_help_and_list_load_nothing_heavy():
    program = (
        "import sys\nfrom summarizer.cli.main import main\nsys.argv = ['summarizer', 'eval', 'gate', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'scipy', 'yaml', 'openai', 'spacy', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.local_model
def test_the_embedded_model_runs_a_suite_of_two_articles_and_the_gate_says_twice_what_it_can(cli, command, write_suite):
    root = write_suite(["a", "b"])
    local = (*SUITE, "--model", "local/smollm2", "--workspace", root)
    run = cli("eval", "run", *local)
    assert run.returncode == 0, run.stderr
    assert "bridges · local/smollm2 · fieldwise" in run.stdout
    assert re.search(r"^failed .* 0\.000", run.stdout, re.MULTILINE)
    assert command("eval", "bless", *SUITE, "--workspace", root).returncode == 0
    # from the cache, so that this process loads no model
    first, second = command("eval", "gate", *local), command("eval", "gate", *local)
    assert (first.returncode, second.returncode) == (5, 5), first.stderr
    assert "2 from the cache" in second.stderr
    assert first.stdout.split("\n")[1:] == second.stdout.split("\n")[1:]
