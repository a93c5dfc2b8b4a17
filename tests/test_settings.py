"""Flags over environment over .env over TOML over defaults, each value with its origin."""

import pytest

from summarizer.errors import ConfigError
from summarizer.settings import DEFAULT_MODEL, environment, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    import os

    for name in list(os.environ):
        if name.startswith("SUMMARIZER_"):
            monkeypatch.delenv(name)


def test_the_nearer_source_wins_and_says_so(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text(
        '[tool.summarizer]\nmodel = "a/toml2"\njobs = 1\nmax_repairs = 0\ntimeout_s = 1\n'
    )
    (tmp_path / "summarizer.toml").write_text('model = "a/toml1"\njobs = 2\nmax_repairs = 1\n')
    (tmp_path / ".env").write_text("SUMMARIZER_MODEL=a/dotenv\nSUMMARIZER_JOBS=3\nOTHER_THING=1\n")
    monkeypatch.setenv("SUMMARIZER_MODEL", "a/env")
    loaded = load_settings({"model": "a/flag"}, folder=tmp_path)
    settings, origins = loaded.settings, loaded.origins
    assert (settings.model, origins["model"]) == ("a/flag", "flag")
    assert (settings.jobs, origins["jobs"]) == (3, ".env")
    assert (settings.max_repairs, origins["max_repairs"]) == (1, "summarizer.toml")
    assert (settings.timeout_s, origins["timeout_s"]) == (1.0, "pyproject.toml")
    assert (settings.schema_name, origins["schema"]) == ("news_report", "default")


def test_the_embedded_model_stays_the_default_beside_a_key(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted")
    loaded = load_settings({}, folder=tmp_path)
    assert loaded.settings.model == DEFAULT_MODEL
    assert "sk-planted" not in repr(loaded)


def test_nested_settings_come_from_every_source(tmp_path, monkeypatch):
    (tmp_path / "summarizer.toml").write_text("[local]\nmin_confidence = 0.7\nthreads = 4\n")
    monkeypatch.setenv("SUMMARIZER_LOCAL__THREADS", "2")
    loaded = load_settings({"local.min_confidence": 0.9}, folder=tmp_path)
    assert (loaded.settings.local.min_confidence, loaded.settings.local.threads) == (0.9, 2)
    assert (loaded.origins["local.min_confidence"], loaded.origins["local.threads"]) == ("flag", "environment")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('modell = "x"', "summarizer.toml: unknown setting 'modell'; did you mean 'model'?"),
        ('jobs = "many"', "summarizer.toml: setting 'jobs': write a whole number from 1 to 1024, or auto;"),
        ("[local]\nthread = 2", "summarizer.toml: unknown setting 'local.thread'; did you mean 'local.threads'?"),
        ("jobs =", "can't be read as TOML"),
    ],
    ids=["typo", "type", "nested-typo", "syntax"],
)
def test_a_wrong_file_is_named_with_the_remedy(tmp_path, toml, message):
    (tmp_path / "summarizer.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_settings({}, folder=tmp_path)
    assert message in str(caught.value)


def test_a_misspelt_variable_is_a_warning_with_the_right_name(tmp_path, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_JOBBS", "3")
    assert load_settings({}, folder=tmp_path).warnings == (
        "SUMMARIZER_JOBBS is no setting; did you mean SUMMARIZER_JOBS?",
    )


def test_keys_come_from_the_environment_over_the_dotenv_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("A_KEY=file\nB_KEY=file\n")
    monkeypatch.setenv("A_KEY", "process")
    found = environment(tmp_path)
    assert (found["A_KEY"], found["B_KEY"]) == ("process", "file")
