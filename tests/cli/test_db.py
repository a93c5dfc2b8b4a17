"""`summarizer db`, and `--db` beside and instead of a file."""

import json
import shutil
import sqlite3

import pytest

from summarizer.store.database.opening import open_database
from summarizer.store.lines import read_records

SCHEMA = '''
from pydantic import BaseModel, Field

VERSION = "1"


class Note(BaseModel):
    """A note."""

    topic: str | None = Field(None, description="What it is about.")
'''


def answer(topic="the harbour"):
    return json.dumps({"topic": {"value": topic, "evidence": [1]}})


@pytest.fixture
def asked(command, llm_server, tmp_path):
    """Return a function that summarizes two articles with a server's model, with further arguments."""
    (tmp_path / "note.py").write_text(SCHEMA)
    (tmp_path / "articles").mkdir()
    for name in ("one", "two"):
        (tmp_path / "articles" / f"{name}.txt").write_text(f"The harbour was closed on day {name}.\n")
    llm_server.answer = lambda _: answer()

    def run(*arguments, **variables):
        return command(
            "summarize", "articles", "--schema", "note.py", "--model", "compatible/tester", "--base-url",
            llm_server.url, "--strategy", "oneshot", "--no-cache", *arguments, **variables,
        )  # fmt: skip

    return run


def held(tmp_path, name="news.db"):
    with open_database(f"sqlite:///{tmp_path / name}", read_only=True) as database:
        return database.counts().records, [row.value for row in database.facts(sort="record").rows]


def test_a_run_with_a_database_alone_prints_no_record(asked, tmp_path):
    done = asked("--db", "sqlite:///news.db")

    assert (done.returncode, done.stdout) == (0, "")
    assert held(tmp_path) == (2, ["the harbour"] * 2)
    with open_database(f"sqlite:///{tmp_path}/news.db", read_only=True) as database:
        [run] = database.runs().rows
        assert {row.run for row in database.records().rows} == {run.id}
    assert (run.kind, run.model, run.strategy, run.schema, run.note) == (
        "summarize", "compatible/tester", "oneshot", "note", "articles",
    )  # fmt: skip
    assert (run.complete, run.ended is None) == (2, False)


def test_a_database_goes_beside_a_file_and_from_the_environment_beside_the_terminal(asked, tmp_path):
    assert asked("--db", "sqlite:///news.db", "--out", "r.jsonl").returncode == 0
    shown = asked(SUMMARIZER_DB="sqlite:///other.db")

    assert len(list(read_records(tmp_path / "r.jsonl"))) == 2
    assert held(tmp_path)[0] == held(tmp_path, "other.db")[0] == 2
    assert "the harbour" in shown.stdout


def test_resume_goes_on_from_the_database(asked, llm_server, tmp_path):
    asked("--db", "sqlite:///news.db")
    before = len(llm_server.requests)
    (tmp_path / "articles" / "three.txt").write_text("The harbour was closed on day three.\n")
    done = asked("--db", "sqlite:///news.db", "--resume")

    assert len(llm_server.requests) == before + 1
    assert held(tmp_path)[0] == 3
    assert "2 finished before in sqlite:///news.db" in done.stderr


def test_resume_does_again_what_either_of_file_and_database_lacks(asked, llm_server, tmp_path):
    asked("--out", "r.jsonl")
    before = len(llm_server.requests)
    asked("--out", "r.jsonl", "--db", "sqlite:///news.db", "--resume")

    assert len(llm_server.requests) == before + 2
    assert held(tmp_path)[0] == len(list(read_records(tmp_path / "r.jsonl"))) == 2


def test_a_run_that_makes_nothing_leaves_no_run(asked, tmp_path):
    asked("--db", "sqlite:///news.db")
    asked("--db", "sqlite:///news.db", "--resume")

    with open_database(f"sqlite:///{tmp_path}/news.db", read_only=True) as database:
        assert len(database.runs().rows) == 1


def test_a_database_is_shown_like_a_file(asked, command):
    asked("--db", "sqlite:///news.db")

    lines = command("show", "sqlite:///news.db", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["facts"] for line in lines] == [{"topic": "the harbour"}] * 2
    assert command("show", "sqlite:///none.db").returncode == 2


def test_files_are_taken_in_once(asked, command, tmp_path):
    asked("--out", "r.jsonl")
    db = ("--db", "sqlite:///news.db")

    assert command("db", "import", "r.jsonl", *db).stdout == "r.jsonl: 2 added, 0 replaced, 0 there already\n"
    assert command("db", "import", "r.jsonl", *db).stdout == "r.jsonl: 0 added, 0 replaced, 2 there already\n"
    assert held(tmp_path) == (2, ["the harbour"] * 2)
    with open_database(f"sqlite:///{tmp_path}/news.db", read_only=True) as database:
        assert [(run.kind, run.note, run.complete) for run in database.runs().rows] == [("import", "r.jsonl", 2)]


def test_upgrade_vacuum_and_info_say_what_they_did(asked, command, tmp_path):
    db = {"SUMMARIZER_DB": "sqlite:///news.db"}

    assert command("db", "upgrade", **db).stdout == "sqlite:///news.db: new, now version 0002\n"
    assert command("db", "upgrade", **db).stdout == "sqlite:///news.db is of version 0002 already\n"
    asked("--db", "sqlite:///news.db")
    assert command("db", "vacuum", **db).stdout.startswith("sqlite:///news.db: 0.")
    info = command("db", "info", **db).stdout
    assert "records   2 (2 complete, 0 partial, 0 refused, 0 failed)\n" in info
    assert "facts     2 (0 unsupported)\n" in info


BAD = {
    "no database": (("info",), "name a database, for example sqlite:///news.db"),
    "not there": (
        ("info", "--db", "sqlite:///none.db"),
        (
            "summarizer: can't read sqlite:///none.db: there is no such file; make it with `summarizer summarize … --db "
            "sqlite:///none.db`"
        ),
    ),
    "no file": (
        ("import", "none.jsonl", "--db", "sqlite:///news.db"),
        "summarizer: can't read none.jsonl: no such file or folder; check the path",
    ),
    "no results": (
        ("import", "note.txt", "--db", "sqlite:///news.db"),
        "summarizer: can't read note.txt: it holds neither results nor an evaluation; name a .jsonl file",
    ),
    "no evaluation": (
        ("import", "other.json", "--db", "sqlite:///news.db"),
        "summarizer: other.json: not an evaluation; name the folder of a run, or a baseline file",
    ),
    "no run": (
        ("import", "folder", "--db", "sqlite:///news.db"),
        "summarizer: folder/run.json: there is no such file; the run isn't finished, or isn't one",
    ),
    "damaged": (
        ("import", "damaged.jsonl", "--db", "sqlite:///news.db"),
        "summarizer: damaged.jsonl:1: not a record of summarizer",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_done_is_said_in_a_line_with_the_next_step(command, tmp_path, case):
    (tmp_path / "note.txt").write_text("Remember the milk.")
    (tmp_path / "other.json").write_text("{}")
    (tmp_path / "folder").mkdir()
    (tmp_path / "damaged.jsonl").write_text('{"format":"summarizer.record/1"}\n')
    arguments, message = BAD[case]

    done = command("db", *arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--db", "news.db"), "that is no address of a database"),
        (("--db", "sqlite:///no/news.db"), "the folder no doesn't exist"),
        (("--resume",), "goes with --out FILE.jsonl, or with --db"),
        (("--resume", "--db", "sqlite:///news.db", "--out", "page.html"), "goes with --out FILE.jsonl, or with --db"),
    ],
    ids=["no address", "no folder", "nothing to go on from", "a page can't be continued"],
)
def test_a_run_whose_database_cannot_be_is_refused_before_the_model_is_asked(asked, llm_server, arguments, message):
    done = asked(*arguments)

    assert done.returncode == 2
    assert message in done.stderr
    assert llm_server.requests == []


def test_a_password_in_a_setting_is_shown_nowhere(command):
    done = command("doctor", SUMMARIZER_DB="postgresql://me:hunter2@127.0.0.1:1/news")
    info = command("db", "info", "--db", "postgresql://me:hunter2@127.0.0.1:1/news")

    assert "postgresql://127.0.0.1:1/news" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr + info.stdout + info.stderr
    assert info.returncode == 2


def test_records_that_were_imported_can_be_read_by_any_sqlite(asked, tmp_path):
    asked("--db", "sqlite:///news.db")
    shutil.copy(tmp_path / "news.db", tmp_path / "copy.db")

    with sqlite3.connect(tmp_path / "copy.db") as connection:
        rows = connection.execute("SELECT field, value, support FROM facts JOIN evidence ON fact = id").fetchall()
    connection.close()
    assert rows == [("/topic", "the harbour", "verified")] * 2
