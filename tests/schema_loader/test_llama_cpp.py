"""llama.cpp's server takes the wire schemas as a response format and answers in their form."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.schema_loader.load import load_schema

# in a process of its own, since llama.cpp runs one server a process
SCRIPT = """
import json, pathlib, sys
import httpx2
from summarizer.llm.local import LocalServer
from summarizer.llm.weights import find
with LocalServer(find(None, pathlib.Path("none"))) as server, httpx2.Client(base_url=server.start(), timeout=60) as client:
    for name, schema in json.load(sys.stdin).items():
        answer = client.post("/chat/completions", json={
            "model": "x", "temperature": 0, "max_tokens": 24,
            "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}},
            "messages": [{"role": "user", "content": "Two men robbed a bank."}],
        }).json()
        print(json.dumps(answer["choices"][0]["message"]["content"] if "choices" in answer else answer))
"""


@pytest.mark.local_model
def test_llama_cpp_takes_the_shipped_wire_schemas_and_begins_as_each_says(schemas_folder: Path) -> None:
    names = ("incident", "diplomatic_call", "news_report")
    asked = {name: dict(load_schema(schemas_folder / f"{name}.py").wire_json_schema) for name in names}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=json.dumps(asked), capture_output=True, text=True, timeout=120, check=True
    )
    begun = ["".join(json.loads(line).split())[:14] for line in done.stdout.splitlines()]
    assert begun == ['{"incidents":[', '{"callers":[{"', '{"headline":{"']
