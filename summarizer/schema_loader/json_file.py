"""Read a JSON Schema file (draft 2020-12) into the Pydantic model that a user would have written."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, create_model
from pydantic_core import SchemaError

from summarizer.errors import SchemaFileError
from summarizer.schema_loader.json_types import (
    ANNOTATIONS,
    FORMATS,
    KEYWORDS,
    LIMITS,
    ROOT_KEYWORDS,
    SCALARS,
)

__all__ = ["model_from_json_schema"]

JsonSchema = Mapping[str, Any]


def model_from_json_schema(content: bytes, path: Path) -> tuple[type[BaseModel], str]:
    """Return the model of a JSON Schema file and its version (the root's ``version``, else ``"1"``).

    A property that isn't required may be null, or empty where it is an array. ``"format": "when"`` on a string stands
    for the ``When`` block. Raises ``SchemaFileError`` with the JSON pointer of what isn't supported.
    """
    root = _parsed(content, path)
    reader = _Reader(path, root)
    if not isinstance(root, dict) or root.get("type") != "object":
        raise reader.refuse("", 'the root isn\'t an object schema; give it "type": "object" and "properties"')
    version = root.get("version", "1")
    if not isinstance(version, str) or not version:
        raise reader.refuse("/version", 'version isn\'t a string; write it as in "version": "1"')
    body = {key: value for key, value in root.items() if key not in ROOT_KEYWORDS}
    return reader.model(body, "", _camel(path.stem)), version


def _parsed(content: bytes, path: Path) -> Any:
    try:
        root = json.loads(content)
        json.dumps(root, ensure_ascii=False).encode()  # an escape may be half of a character
    except (json.JSONDecodeError, UnicodeError) as exc:
        line = exc.lineno if isinstance(exc, json.JSONDecodeError) else 1
        raise SchemaFileError(f"{path}:{line}: the file isn't JSON ({exc}); mend this line") from exc
    return root


@dataclass(frozen=True, slots=True)
class _Reader:
    """One file being read; ``models`` holds what each ``$ref`` became, ``open_refs`` those being followed."""

    path: Path
    root: Any
    models: dict[str, Any] = field(default_factory=dict)
    open_refs: tuple[str, ...] = ()

    def refuse(self, pointer: str, message: str) -> SchemaFileError:
        return SchemaFileError(f"{self.path}#{pointer}: {message}")

    def model(self, schema: JsonSchema, pointer: str, name: str) -> type[BaseModel]:
        """Return the model of an object schema."""
        self.check_keywords(schema, "object", pointer)
        if schema.get("additionalProperties", False) is not False:
            raise self.refuse(f"{pointer}/additionalProperties", "open objects aren't supported; set it to false")
        properties = schema.get("properties")
        if not isinstance(properties, dict) or not properties:
            raise self.refuse(pointer, 'the object has no properties; name them under "properties"')
        required = schema.get("required", [])
        unknown = [key for key in required if key not in list(properties)] if isinstance(required, list) else [required]
        if unknown:
            raise self.refuse(f"{pointer}/required", f"{unknown[0]!r} isn't a property; add it, or remove it here")
        fields = {
            _attribute(key, index): self.field(
                part, f"{pointer}/properties/{_escaped(key)}", name=key, required=key in required
            )
            for index, (key, part) in enumerate(properties.items())
        }
        described = schema.get("description")
        # a module of its own name, so that nothing looks for the class's source here
        return create_model(
            _camel(str(schema.get("title") or name)), __doc__=described, __module__=self.path.name, **fields
        )

    def field(self, schema: Any, pointer: str, *, name: str, required: bool) -> Any:
        """Return create_model's pair of type and FieldInfo for one property."""
        if not isinstance(schema, dict):
            raise self.refuse(pointer, "a schema is an object; write it out")
        described = schema.get("description")
        if not isinstance(described, str) or not described.strip():
            raise self.refuse(
                pointer, 'the property has no description; add "description", an instruction for an annotator'
            )
        type_ = self.type(schema, pointer, name)
        options: dict[str, Any] = {"description": described, "alias": name}
        if not required and isinstance(type_, GenericAlias):
            options["default_factory"] = list
        elif not required:
            options["default"] = None
        if "default" in schema:
            options = {"description": described, "alias": name, "default": schema["default"]}
        if "default" in options and options["default"] is None:
            type_ = _either([type_, None])
        return type_, Field(**options)

    def type(self, schema: Any, pointer: str, name: str) -> Any:
        """Return the Python type of a schema."""
        if not isinstance(schema, dict):
            raise self.refuse(pointer, "a schema is an object; write it out")
        if "$ref" in schema:
            return self.reference(schema, pointer)
        if "anyOf" in schema or "oneOf" in schema:
            return self.union(schema, "anyOf" if "anyOf" in schema else "oneOf", pointer, name)
        if "enum" in schema or "const" in schema:
            return self.choice(schema, pointer)
        stated = schema.get("type")
        if isinstance(stated, list):
            return self.several(schema, stated, pointer, name)
        if stated == "object":
            return self.model(schema, pointer, name)
        return self.array(schema, pointer, name) if stated == "array" else self.scalar(schema, pointer)

    def array(self, schema: JsonSchema, pointer: str, name: str) -> Any:
        self.check_keywords(schema, "array", pointer)
        if schema.get("uniqueItems"):
            raise self.refuse(f"{pointer}/uniqueItems", "unique items aren't supported; say it in the description")
        items = self.type(schema.get("items"), f"{pointer}/items", name)
        return self.limited(GenericAlias(list, (items,)), schema, pointer)

    def scalar(self, schema: JsonSchema, pointer: str) -> Any:
        stated = schema.get("type")
        if not isinstance(stated, str) or stated not in SCALARS:
            self.check_keywords(schema, "", pointer)
            known = ", ".join(sorted({*SCALARS, "array", "object"} - {"null"}))
            what = "the schema has no type" if stated is None else f"the type is {json.dumps(stated)}"
            raise self.refuse(f"{pointer}/type", f"{what}; use one of {known}")
        self.check_keywords(schema, stated, pointer)
        written = schema.get("format")
        if written is None:
            return self.limited(SCALARS[stated], schema, pointer)
        if not isinstance(written, str) or written not in FORMATS:
            raise self.refuse(
                f"{pointer}/format", f"the format {written!r} isn't supported; use one of {', '.join(FORMATS)}, or none"
            )
        return FORMATS[written]

    def limited(self, type_: Any, schema: JsonSchema, pointer: str) -> Any:
        """Return the type with its numeric and length limits."""
        for key in schema:
            if key in LIMITS:
                type_ = Annotated[type_, Field(**{LIMITS[key]: schema[key]})]
                try:
                    TypeAdapter(type_)
                except (SchemaError, TypeError) as exc:
                    reason = str(exc).splitlines()[-1].strip()
                    raise self.refuse(
                        f"{pointer}/{key}", f"{json.dumps(schema[key])} can't be checked ({reason}); mend or remove it"
                    ) from exc
        return type_

    def choice(self, schema: JsonSchema, pointer: str) -> Any:
        self.check_keywords(schema, "enum", pointer)
        labels = schema["enum"] if "enum" in schema else [schema["const"]]
        if not isinstance(labels, list) or not all(isinstance(label, str | int | None) for label in labels):
            raise self.refuse(f"{pointer}/enum", "the labels aren't strings, whole numbers or booleans; use those")
        if not labels:
            raise self.refuse(f"{pointer}/enum", "the choice has no label; add one")
        return Literal[tuple(labels)]

    def union(self, schema: JsonSchema, key: str, pointer: str, name: str) -> Any:
        self.check_keywords(schema, key, pointer)
        options = schema[key]
        if not isinstance(options, list) or not options:
            raise self.refuse(f"{pointer}/{key}", f"{key} isn't a list of schemas; write them out")
        pointers = [f"{pointer}/{key}/{index}" for index in range(len(options))]
        return _either(self.type(part, at, f"{name}_{at[-1]}") for part, at in zip(options, pointers, strict=True))

    def several(self, schema: JsonSchema, stated: list[Any], pointer: str, name: str) -> Any:
        """Return the type of ``"type": ["string", "null"]``: a union whose limits belong to the one that isn't null."""
        limits = sorted(set(schema) - ANNOTATIONS - {"type"})
        others = [kind for kind in stated if kind != "null"]
        if len(others) == 1:
            part = self.type({**schema, "type": others[0]}, pointer, name)
            return _either([part, None] if "null" in stated else [part])
        if limits:
            raise self.refuse(f"{pointer}/{limits[0]}", "a limit beside several types; write the types as anyOf")
        return _either(self.type({**schema, "type": kind}, pointer, name) for kind in stated)

    def reference(self, schema: JsonSchema, pointer: str) -> Any:
        self.check_keywords(schema, "$ref", pointer)
        ref = schema["$ref"]
        parts = str(ref).split("/")
        if len(parts) != 3 or parts[0] != "#" or parts[1] not in {"$defs", "definitions"}:
            raise self.refuse(f"{pointer}/$ref", f"{ref!r} leads elsewhere; point to #/$defs/NAME in this file")
        if ref in self.open_refs:
            raise self.refuse(f"{pointer}/$ref", f"{parts[2]} contains itself; flatten it to a list")
        definitions = self.root.get(parts[1])
        found = definitions.get(parts[2]) if isinstance(definitions, dict) else None
        if found is None:
            raise self.refuse(f"{pointer}/$ref", f"{ref!r} isn't there; add it under {parts[1]}")
        if ref not in self.models:
            inner = replace(self, open_refs=(*self.open_refs, ref))
            self.models[ref] = inner.type(found, f"/{parts[1]}/{parts[2]}", parts[2])
        return self.models[ref]

    def check_keywords(self, schema: JsonSchema, kind: str, pointer: str) -> None:
        for key in schema:
            if key not in KEYWORDS[kind] and key not in ANNOTATIONS:
                raise self.refuse(
                    f"{pointer}/{_escaped(key)}",
                    "the keyword isn't supported here; remove it, or say it in the description",
                )


def _either(types: Iterable[Any]) -> Any:
    """Return the union of types, ``None`` among them or not."""
    parts = list(types)
    some = [part for part in parts if part is not None]
    if not some:
        return None
    type_: Any = reduce(or_, some)
    return type_ | None if len(some) < len(parts) else type_


def _attribute(name: str, index: int) -> str:
    """Return a Python name for a property: its own where that can be one."""
    fits = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith(("_", "model_", "field_"))
    return name if fits and not hasattr(BaseModel, name) else f"field_{index}"


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W+|_", name)) or "Item"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
