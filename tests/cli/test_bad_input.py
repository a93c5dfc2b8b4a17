"""What bad input gets: one clear line with the next step, exit code 2, and nothing half-written."""

import pytest

ARTICLE = "The harbour bridge was closed on Monday after a storm, the city council said.\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good.txt").write_text(ARTICLE)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "blank.txt").write_text(" \n\t\n ")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (tmp_path / "charset.html").write_bytes(
        b"<html><head><meta charset='utf-8'></head><body><p>caf\xe9 is closed since Monday</p></body></html>"
    )
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    (tmp_path / "typo.py").write_text(
        "from pydantic import BaseModel, Field\n\nclass Typo(BaseModel):\n    name: str | None = Feild(None)\n"
    )
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt"], "missing.txt: no such file or folder"),
        (["empty.txt"], "empty.txt"),
        (["blank.txt"], "blank.txt: is empty"),
        (["binary.txt"], "binary.txt"),
        (["huge.txt"], "200"),
        (["charset.html"], "utf-8"),
        (["menu.html"], "menu.html"),
        (["folder"], "no file with a known suffix"),
        (["*.pdfx"], "no file with a known suffix matches"),
        (["ftp://example.org/a"], "only http and https"),
        (["http://127.0.0.1:9/a"], "add --allow-private"),
        (["good.txt", "--schema", "news_reprot"], "did you mean 'news_report'?"),
        (["good.txt", "--schema", "typo.py"], "typo.py:4"),
        (["good.txt", "--prompt", "extrct"], "did you mean 'extract'?"),
        (["good.txt", "--model", "opnai/gpt-5"], "did you mean openai?"),
        (["good.txt", "--model", "gpt-5-mini"], "names no provider"),
        (["good.txt", "--model", "openai/gpt-5-mini"], "OPENAI_API_KEY"),
        (["good.txt", "--model", "compatible/x"], "--base-url"),
        (["good.txt", "--out", "nowhere/out.jsonl"], "nowhere"),
        (["good.txt", "--out", "folder", "--format", "jsonl"], "folder"),
        (["good.txt", "--resume"], "--out FILE.jsonl"),
        (["good.txt", "--jobs", "0"], "jobs"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_input_is_one_clear_line_and_exit_code_2(files, cli, arguments, said):
    done = cli("summarize", *arguments)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (files / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('modell = "x/y"', "did you mean 'model'?"),
        ("[local]\nmin_confidence = 3", "less than or equal to 1"),
        ("model =", "can't be read as TOML"),
    ],
    ids=["unknown", "range", "syntax"],
)  # fmt: skip
def test_a_wrong_configuration_is_named(files, cli, toml, said):
    (files / "summarizer.toml").write_text(toml)
    done = cli("summarize", "good.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_key_is_never_printed(files, cli):
    done = cli(
        "summarize", "good.txt", "--model", "openai/gpt-5-mini", "--base-url", "http://127.0.0.1:9/v1", "-vv",
        OPENAI_API_KEY="sk-planted-key", SUMMARIZER_MAX_ATTEMPTS="1",
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "sk-planted" not in done.stderr + done.stdout
    assert "sk-planted" not in cli("doctor", OPENAI_API_KEY="sk-planted-key").stdout
