"""Which endpoint a model name stands for, and what is refused."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr

from summarizer.errors import ConfigError
from summarizer.llm.providers import KEY_VARIABLES, PROVIDERS, SELF_HOSTED, Endpoint, is_loopback, resolve

KEYS = {
    "OPENAI_API_KEY": "sk-openai",
    "ANTHROPIC_API_KEY": "sk-anthropic",
    "GEMINI_API_KEY": "sk-gemini",
    "MISTRAL_API_KEY": "sk-mistral",
    "GROQ_API_KEY": "sk-groq",
    "OPENROUTER_API_KEY": "sk-openrouter",
    "DEEPSEEK_API_KEY": "sk-deepseek",
    "TOGETHER_API_KEY": "sk-together",
}


def test_a_known_model_comes_with_its_address_key_and_limits() -> None:
    assert resolve("openai/gpt-4o-mini", env=KEYS) == Endpoint(
        provider="openai",
        model="gpt-4o-mini",
        base_url="https://api.openai.com/v1",
        api_key=SecretStr("sk-openai"),
        key_variable="OPENAI_API_KEY",
        strategy="oneshot",
        context_tokens=128_000,
        max_output_tokens=16_384,
        supports=("json_schema", "tools", "json_object", "plain"),
        token_parameter="max_completion_tokens",
        timeout_s=120.0,
    )


@pytest.mark.parametrize(
    ("model", "base_url", "variable"),
    [
        ("openai/x", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ("anthropic/x", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
        ("google/x", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY"),
        ("gemini/x", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY"),
        ("mistral/x", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        ("groq/x", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        ("openrouter/maker/x", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ("deepseek/x", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        ("together/maker/x", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
        ("ollama/x:7b", "http://localhost:11434/v1", "SUMMARIZER_API_KEY"),
        ("vllm/x", "http://localhost:8000/v1", "SUMMARIZER_API_KEY"),
        ("llamacpp/x", "http://localhost:8080/v1", "SUMMARIZER_API_KEY"),
        ("local/x", "", None),
    ],
)
def test_each_provider_has_its_address_and_the_variable_its_key_comes_from(
    model: str, base_url: str, variable: str | None
) -> None:
    endpoint = resolve(model, env=KEYS)
    assert (endpoint.base_url, endpoint.key_variable) == (base_url, variable)
    assert endpoint.model == model.split("/", 1)[1]


def test_the_embedded_model_is_asked_field_by_field_and_every_other_in_one_go() -> None:
    models = [f"{provider}/x" for provider in PROVIDERS]
    by_strategy = {model: resolve(model, base_url=_base_for(model), env=KEYS).strategy for model in models}
    assert [model for model, strategy in by_strategy.items() if strategy == "fieldwise"] == ["local/x"]


def _base_for(model: str) -> str | None:
    return "http://localhost:1/v1" if model.startswith("compatible") else None


def test_what_each_provider_needs_is_listed_for_diagnosis() -> None:
    assert sorted(name for names in KEY_VARIABLES.values() for name in names) == sorted([*KEYS, "GOOGLE_API_KEY"])
    assert SELF_HOSTED == {
        "ollama": "http://localhost:11434/v1",
        "vllm": "http://localhost:8000/v1",
        "llamacpp": "http://localhost:8080/v1",
    }


def test_a_second_variable_serves_where_the_provider_has_two() -> None:
    endpoint = resolve("google/x", env={"GOOGLE_API_KEY": "sk-google"})
    assert (endpoint.api_key, endpoint.key_variable) == (SecretStr("sk-google"), "GOOGLE_API_KEY")


def test_a_compatible_endpoint_takes_its_own_address_and_an_optional_key() -> None:
    without = resolve("compatible/org/model-7b", base_url="https://llm.example.org/v1/", env={})
    keyed = resolve("compatible/m", base_url="https://llm.example.org/v1", env={"SUMMARIZER_API_KEY": "k"})
    assert (without.base_url, without.model, without.api_key) == ("https://llm.example.org/v1", "org/model-7b", None)
    assert keyed.api_key == SecretStr("k")


@pytest.mark.parametrize(
    ("model", "base_url", "env", "message"),
    [
        pytest.param("opnai/gpt-4o", None, KEYS, "did you mean openai", id="typo"),
        pytest.param("zzz/gpt", None, KEYS, "known: anthropic, compatible", id="nothing-close"),
        pytest.param("gpt-4o", None, KEYS, r"did you mean openai/gpt-4o\?", id="known-model-without-provider"),
        pytest.param("llama", None, KEYS, "write PROVIDER/MODEL", id="unknown-model-without-provider"),
        pytest.param("openai/", None, KEYS, "write openai/MODEL", id="provider-without-model"),
        pytest.param("openai/gpt-4o", None, {}, "set OPENAI_API_KEY", id="missing-key"),
        pytest.param("google/x", None, {}, "set GEMINI_API_KEY or GOOGLE_API_KEY", id="either-of-two-keys"),
        pytest.param("openai/gpt-4o", None, {"OPENAI_API_KEY": "  "}, "set OPENAI_API_KEY", id="blank-key"),
        pytest.param("openai/x", None, {"OPENAI_API_KEY": "sk a"}, "OPENAI_API_KEY holds characters", id="space-in-key"),
        pytest.param("openai/x", None, {"OPENAI_API_KEY": "sk\n-a"}, "OPENAI_API_KEY holds", id="line-break-in-key"),
        pytest.param("openai/x", None, {"OPENAI_API_KEY": "ské"}, "OPENAI_API_KEY holds", id="accent-in-key"),
        pytest.param("compatible/m", None, {}, "needs --base-url", id="no-address"),
        pytest.param("compatible/m", "localhost:8000/v1", {}, "must start with http", id="no-scheme"),
        pytest.param("compatible/m", "file:///etc/passwd", {}, "must start with http", id="file"),
        pytest.param("compatible/m", "http://", {}, "must start with http", id="no-host"),
        pytest.param("compatible/m", "http://h:99999/v1", {}, "isn't a valid address", id="port-out-of-range"),
        pytest.param("compatible/m", "http://[::1/v1", {}, "isn't a valid address", id="broken-address"),
        pytest.param("compatible/m", "https://u:pw@h/v1", {}, "contains credentials", id="credentials"),
        pytest.param("compatible/m", "https://h/v1?key=k", {}, "must end with its path", id="query"),
        pytest.param("local/m", "http://h/v1", {}, "has no base URL", id="address-for-the-embedded-model"),
        pytest.param(
            "openai/m", "http://example.org/v1", KEYS, "OPENAI_API_KEY would go to example.org over plain http",
            id="key-in-the-open",
        ),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_with_the_next_step(
    model: str, base_url: str | None, env: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        resolve(model, base_url=base_url, env=env)
    assert caught.value.exit_code == 2
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "warned"),
    [
        pytest.param("http://127.0.0.1:8000/v1", False, id="this-machine"),
        pytest.param("http://localhost:8000/v1", False, id="localhost"),
        pytest.param("https://example.org/v1", False, id="encrypted"),
        pytest.param("http://10.0.0.5:8000/v1", True, id="private-network"),
        pytest.param("http://gpu-box:8000/v1", True, id="name-without-a-dot"),
        pytest.param("http://gpu.internal/v1", True, id="internal-name"),
    ],
)
def test_a_key_over_plain_http_is_taken_nearby_and_warned_of(
    base_url: str, warned: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        resolve("compatible/m", base_url=base_url, env={"SUMMARIZER_API_KEY": "sk-planted"})
    assert bool(caplog.records) is warned
    assert "sk-planted" not in caplog.text


def test_a_user_can_insist_on_plain_http() -> None:
    endpoint = resolve("openai/m", base_url="http://example.org/v1", env=KEYS, allow_plain_http=True)
    assert endpoint.base_url == "http://example.org/v1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.9/v1", True),
        ("http://[::1]:80/v1", True),
        ("http://a.localhost", True),
        ("http://10.0.0.1", False),
        ("http://localhost.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_alone(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


@pytest.mark.parametrize(
    ("model", "base_url", "free"),
    [
        ("local/m", None, True),
        ("ollama/m", None, True),
        ("ollama/m", "http://gpu-box:11434/v1", False),
        ("compatible/m", "http://localhost:8000/v1", False),
        ("openai/m", "http://localhost:8000/v1", False),
    ],
)
def test_only_a_model_of_ones_own_on_this_machine_is_free(model: str, base_url: str | None, free: bool) -> None:
    assert resolve(model, base_url=base_url, env=KEYS).is_free is free
