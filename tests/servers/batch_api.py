"""The files and batches of OpenAI's Batch API, in memory, for the test server: done after so many polls, or as told."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from typing import Any, Literal

__all__ = ["BatchApi", "EndStatus"]

Json = dict[str, Any]
EndStatus = Literal["completed", "failed", "expired", "cancelled"]
Answer = Callable[[Json, Any], tuple[int, Json]]
"""Answers one line's body (with the scripted reply for it, or None) by a status and a body."""

_PATH = re.compile(r"/(files|batches)(?:/([^/?]+))?(?:/(content|cancel))?(?:\?(.*))?$")
_TIMES = ("in_progress_at", "finalizing_at", "completed_at", "failed_at", "expired_at", "cancelling_at", "cancelled_at")


class BatchApi:
    """What a client uploaded and started, and how the batches will end.

    A batch is ``in_progress`` for ``polls_until_done`` polls and then ``end_status``. ``line_replies`` fails single
    requests by their custom id (any scripted reply of the server), ``expired`` are never run, and ``lost`` turn up in
    neither file. With ``shuffle`` the output is in another order than the input, as the real one's is.
    """

    def __init__(self, answer: Answer) -> None:
        self.polls_until_done = 1
        self.end_status: EndStatus = "completed"
        self.line_replies: dict[str, Any] = {}
        self.expired: set[str] = set()
        self.lost: set[str] = set()
        self.shuffle = True
        self.files: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self.batches: dict[str, Json] = {}
        self._answer = answer
        self._polls: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()

    def handles(self, path: str) -> bool:
        """Say whether ``path`` is one of files or batches."""
        return _PATH.search(path) is not None

    def respond(self, method: str, path: str, headers: dict[str, str], raw: bytes) -> tuple[int, Json | str]:
        """Return status and body of one request."""
        match = _PATH.search(path)
        assert match is not None
        kind, name, action, query = match.groups()
        if kind == "files":
            return self._files(method, name, action, headers, raw)
        return self._batches(method, name, action, query or "", raw)

    def _files(
        self, method: str, name: str | None, action: str | None, headers: dict[str, str], raw: bytes
    ) -> tuple[int, Json | str]:
        if name is None:
            if method == "GET":
                return 200, {"object": "list", "data": list(self.files.values()), "has_more": False}
            return self._upload(headers, raw)
        if name not in self.files:
            return 404, _error(f"No such File object: {name}")
        if action == "content":
            return 200, self.contents[name].decode()
        if method == "DELETE":
            del self.files[name]
            return 200, {"id": name, "object": "file", "deleted": True}
        return 200, self.files[name]

    def _upload(self, headers: dict[str, str], raw: bytes) -> tuple[int, Json]:
        parts = _multipart(headers, raw)
        if "file" not in parts or "purpose" not in parts:
            return 400, _error("Missing required parameter: 'file' or 'purpose'", param="file")
        filename, content = parts["file"]
        return 200, self._keep(content, filename=filename, purpose=parts["purpose"][1].decode())

    def _keep(self, content: bytes, *, filename: str, purpose: str) -> Json:
        name = self._next("file")
        self.contents[name] = content
        self.files[name] = {
            "id": name,
            "object": "file",
            "bytes": len(content),
            "created_at": 0,
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
        }
        return self.files[name]

    def _batches(
        self, method: str, name: str | None, action: str | None, query: str, raw: bytes
    ) -> tuple[int, Json | str]:
        if name is None:
            return (200, self._page(query)) if method == "GET" else self._create(json.loads(raw or b"{}"))
        if name not in self.batches:
            return 404, _error(f"No batch found with id '{name}'.")
        batch = self.batches[name]
        if action == "cancel":
            if batch["status"] in {"validating", "in_progress"}:
                self._finish(batch, "cancelled")
        elif batch["status"] in {"validating", "in_progress"}:
            self._poll(batch)
        return 200, batch

    def _page(self, query: str) -> Json:
        given = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
        newest_first = list(reversed(self.batches.values()))
        after = next((i + 1 for i, one in enumerate(newest_first) if one["id"] == given.get("after")), 0)
        limit = int(given.get("limit", 20))
        page = newest_first[after : after + limit]
        return {
            "object": "list",
            "data": page,
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
            "has_more": after + limit < len(newest_first),
        }

    def _create(self, body: Json) -> tuple[int, Json]:
        source = body.get("input_file_id")
        if source not in self.files:
            return 400, _error(f"Invalid value: No such File object: {source}", param="input_file_id")
        name = self._next("batch")
        self.batches[name] = {
            "id": name,
            "object": "batch",
            "endpoint": body.get("endpoint"),
            "errors": None,
            "input_file_id": source,
            "completion_window": body.get("completion_window"),
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "created_at": 0,
            "expires_at": 86_400,
            **dict.fromkeys(_TIMES),
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": body.get("metadata"),
        }
        return 200, self.batches[name]

    def _poll(self, batch: Json) -> None:
        problem = _first_bad_line(self.contents[batch["input_file_id"]])
        if problem is not None:
            batch["errors"] = {"object": "list", "data": [problem]}
            batch |= {"status": "failed", "failed_at": 1}
            return
        self._polls[batch["id"]] += 1
        if self._polls[batch["id"]] <= self.polls_until_done:
            lines = self.contents[batch["input_file_id"]].splitlines()
            batch |= {"status": "in_progress", "in_progress_at": 1}
            batch["request_counts"] = {"total": len(lines), "completed": 0, "failed": 0}
            return
        self._finish(batch, self.end_status)

    def _finish(self, batch: Json, status: EndStatus) -> None:
        batch |= {"status": status, f"{status}_at": 2}
        if status == "failed":
            batch["errors"] = {
                "object": "list",
                "data": [{"code": "server_error", "message": "scripted", "line": None}],
            }
            return
        good: list[Json] = []
        bad: list[Json] = []
        for line in _lines(self.contents[batch["input_file_id"]]):
            if line["custom_id"] not in self.lost:
                result = self._result(line, status)
                is_good = result["response"] is not None and result["response"]["status_code"] == 200
                (good if is_good else bad).append(result)
        if self.shuffle:
            random.Random(len(good)).shuffle(good)
        for key, results in (("output_file_id", good), ("error_file_id", bad)):
            if results:
                text = "".join(json.dumps(result) + "\n" for result in results)
                batch[key] = self._keep(text.encode(), filename=f"{batch['id']}_{key}.jsonl", purpose="batch_output")[
                    "id"
                ]
        batch["request_counts"] = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}

    def _result(self, line: Json, status: EndStatus) -> Json:
        result: Json = {"id": self._next("batch_req"), "custom_id": line["custom_id"], "response": None, "error": None}
        unrun = {"expired": "batch_expired", "cancelled": "batch_cancelled"}.get(status)
        if line["custom_id"] in self.expired:
            unrun = "batch_expired"
        if unrun is not None:
            message = "This request could not be executed before the completion window expired."
            return result | {"error": {"code": unrun, "message": message}}
        code, body = self._answer(line["body"], self.line_replies.get(line["custom_id"]))
        return result | {"response": {"status_code": code, "request_id": self._next("req"), "body": body}}

    def _next(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}-{self._numbers[kind]:04d}"


def _lines(content: bytes) -> Iterator[Json]:
    for line in content.splitlines():
        if line.strip():
            yield json.loads(line)


def _first_bad_line(content: bytes) -> Json | None:
    seen: set[str] = set()
    for number, text in enumerate(content.splitlines(), start=1):
        try:
            line = json.loads(text)
        except ValueError:
            return {"code": "invalid_json_line", "line": number, "message": "This line is not parseable as valid JSON."}
        if not {"custom_id", "method", "url", "body"} <= set(line):
            return {"code": "missing_required_parameter", "line": number, "message": "A required field is missing."}
        if line["custom_id"] in seen:
            return {"code": "duplicate_custom_id", "line": number, "message": "The custom_id was used before."}
        seen.add(line["custom_id"])
    return None if seen else {"code": "empty_file", "line": None, "message": "The batch file is empty."}


def _multipart(headers: dict[str, str], raw: bytes) -> dict[str, tuple[str, bytes]]:
    """Return field name → (file name, content) of a ``multipart/form-data`` body (RFC 7578)."""
    head = f"Content-Type: {headers.get('content-type', '')}\r\n\r\n".encode()
    parts: dict[str, tuple[str, bytes]] = {}
    message = message_from_bytes(head + raw)
    for part in message.walk():
        if part.is_multipart():
            continue
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        parts[str(name)] = (part.get_filename() or "", content)
    return parts


def _error(message: str, *, param: str | None = None) -> Json:
    return {"error": {"message": message, "type": "invalid_request_error", "code": None, "param": param}}
