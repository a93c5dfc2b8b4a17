"""A schema file that doesn't load gets one line: file, line or JSON pointer, what is wrong, and the remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.errors import SchemaFileError
from summarizer.schema_loader.load import load_schema

PYTHON = {
    "syntax-error": (
        "from pydantic import BaseModel\nclass Report(BaseModel)\n    pass\n",
        "FILE:2: syntax error: expected ':'; mend this line",
    ),
    "indentation": (
        "class Report:\npass\n",
        "FILE:2: syntax error: expected an indented block after class definition on line 1; mend this line",
    ),
    "foreign-import": (
        "import json\n\nimport numpy as np\n",
        "FILE:3: imports 'numpy'; a schema file imports the standard library, pydantic and `from summarizer import Ask, When` alone, so remove it",
    ),
    "foreign-import-in-a-function": (
        "def f():\n    from requests import get\n",
        "FILE:2: imports 'requests'; a schema file imports the standard library, pydantic and `from summarizer import Ask, When` alone, so remove it",
    ),
    "relative-import": (
        "from . import other\n",
        "FILE:1: imports '.'; a schema file imports the standard library, pydantic and `from summarizer import Ask, When` alone, so remove it",
    ),
    "package-internals": (
        "from summarizer.llm.client import CompletionClient\n",
        "FILE:1: imports 'summarizer.llm.client'; a schema file imports the standard library, pydantic and `from summarizer import Ask, When` alone, so remove it",
    ),
    "error-while-loading": (
        'import json\n\ndef size():\n    return json.loads("{")\n\nSIZE = size()\n',
        "FILE:4: the schema file fails to load: JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1); mend this line",
    ),
    "exit": (
        'import sys\nsys.exit("no")\n',
        "FILE:2: the schema file fails to load: SystemExit: no; mend this line",
    ),
    "unsupported-class": (
        'from pydantic import BaseModel, Field\nclass Thing: ...\nclass Report(BaseModel):\n    x: Thing = Field(description="d")\n',
        "FILE:3: the schema file fails to load: PydanticSchemaGenerationError: Unable to generate pydantic-core schema for <class '_schema_report_305a1ed4ee00.Thing'>. Set `arbitrary_types_allowed=True` in the model_config to ignore this error or implement `__get_pydantic_core_schema__` on your type to fully support …; mend this line",
    ),
    "bad-pattern": (
        'from pydantic import BaseModel, Field\nclass Report(BaseModel):\n    x: str = Field(pattern="(", description="d")\n',
        'FILE:2: the schema file fails to load: SchemaError: Error building "model" validator: SchemaError: Error building "model-fields" validator: SchemaError: Field "x": SchemaError: Error building "str" validator: SchemaError: regex parse error: ( ^ error: unclosed group; mend this line',
    ),
    "no-model": (
        "from pydantic import BaseModel\nX = 1\n",
        "FILE: the file defines no model; add a class Report(BaseModel)",
    ),
    "two-models": (
        'from pydantic import BaseModel, Field\nclass A(BaseModel):\n    x: str = Field(description="d")\nclass B(BaseModel):\n    x: str = Field(description="d")\n',
        "FILE: which of A, B is the schema? name it Report, or add SCHEMA = B",
    ),
    "unknown-schema-variable": (
        'from pydantic import BaseModel, Field\nSCHEMA = "C"\nclass A(BaseModel):\n    x: str = Field(description="d")\n',
        "FILE: SCHEMA is 'C', which is no model; name one of those defined here: A",
    ),
    "schema-variable-is-no-model": (
        "SCHEMA = 3\n",
        "FILE: SCHEMA is 3, which is no model; name one of those defined here: none",
    ),
    "version-number": (
        'from pydantic import BaseModel, Field\nVERSION = 2\nclass Report(BaseModel):\n    x: str = Field(description="d")\n',
        'FILE: VERSION is 2; make it a string, as in VERSION = "1"',
    ),
}

D = {"description": "d"}

JSON = {
    "array-root": (
        "[]",
        '#: the root isn\'t an object schema; give it "type": "object" and "properties"',
    ),
    "no-type": (
        {"properties": {"a": {"type": "string", **D}}},
        '#: the root isn\'t an object schema; give it "type": "object" and "properties"',
    ),
    "no-properties": (
        {"type": "object"},
        '#: the object has no properties; name them under "properties"',
    ),
    "no-description": (
        {"type": "object", "properties": {"a": {"type": "string"}}},
        '#/properties/a: the property has no description; add "description", an instruction for an annotator',
    ),
    "nested-no-description": (
        {
            "type": "object",
            "properties": {
                "a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}, **D}
            },
        },
        '#/properties/a/items/properties/b: the property has no description; add "description", an instruction for an annotator',
    ),
    "unknown-keyword": (
        {"type": "object", "properties": {"a": {"type": "string", "contentEncoding": "base64", **D}}},
        "#/properties/a/contentEncoding: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "allOf": (
        {"type": "object", "properties": {"a": {"allOf": [{"type": "string"}], **D}}},
        "#/properties/a/allOf: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "root-if": (
        {"type": "object", "properties": {"a": {"type": "string", **D}}, "if": {}},
        "#/if: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "open-object": (
        {"type": "object", "properties": {"a": {"type": "string", **D}}, "additionalProperties": True},
        "#/additionalProperties: open objects aren't supported; set it to false",
    ),
    "pattern-properties": (
        {
            "type": "object",
            "properties": {
                "a": {
                    "type": "object",
                    "patternProperties": {"x": {}},
                    "properties": {"b": {"type": "string", **D}},
                    **D,
                }
            },
        },
        "#/properties/a/patternProperties: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "unknown-type": (
        {"type": "object", "properties": {"a": {"type": "text", **D}}},
        '#/properties/a/type: the type is "text"; use one of array, boolean, integer, number, object, string',
    ),
    "no-type-at-all": (
        {"type": "object", "properties": {"a": {**D}}},
        "#/properties/a/type: the schema has no type; use one of array, boolean, integer, number, object, string",
    ),
    "unknown-format": (
        {"type": "object", "properties": {"a": {"type": "string", "format": "email", **D}}},
        "#/properties/a/format: the format 'email' isn't supported; use one of date, date-time, time, when, or none",
    ),
    "remote-ref": (
        {"type": "object", "properties": {"a": {"$ref": "https://example.org/x.json", **D}}},
        "#/properties/a/$ref: 'https://example.org/x.json' leads elsewhere; point to #/$defs/NAME in this file",
    ),
    "missing-ref": (
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/x", **D}}},
        "#/properties/a/$ref: '#/$defs/x' isn't there; add it under $defs",
    ),
    "recursive-ref": (
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/x", **D}},
            "$defs": {
                "x": {"type": "object", "properties": {"b": {"type": "array", "items": {"$ref": "#/$defs/x"}, **D}}}
            },
        },
        "#/$defs/x/properties/b/items/$ref: x contains itself; flatten it to a list",
    ),
    "ref-with-keywords": (
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/x", "minLength": 2, **D}},
            "$defs": {"x": {"type": "string"}},
        },
        "#/properties/a/minLength: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "unique-items": (
        {
            "type": "object",
            "properties": {"a": {"type": "array", "items": {"type": "string"}, "uniqueItems": True, **D}},
        },
        "#/properties/a/uniqueItems: unique items aren't supported; say it in the description",
    ),
    "no-items": (
        {"type": "object", "properties": {"a": {"type": "array", **D}}},
        "#/properties/a/items: a schema is an object; write it out",
    ),
    "tuple-items": (
        {"type": "object", "properties": {"a": {"type": "array", "prefixItems": [{"type": "string"}], **D}}},
        "#/properties/a/prefixItems: the keyword isn't supported here; remove it, or say it in the description",
    ),
    "float-labels": (
        {"type": "object", "properties": {"a": {"enum": [1.5], **D}}},
        "#/properties/a/enum: the labels aren't strings, whole numbers or booleans; use those",
    ),
    "mixed-labels": (
        {"type": "object", "properties": {"a": {"enum": ["a", 1], **D}}},
        ": Report.a: the labels aren't all of one kind; use strings, or numbers, alone",
    ),
    "empty-enum": (
        {"type": "object", "properties": {"a": {"enum": [], **D}}},
        "#/properties/a/enum: the choice has no label; add one",
    ),
    "bad-pattern": (
        {"type": "object", "properties": {"a": {"type": "string", "pattern": "(?=x)", **D}}},
        '#/properties/a/pattern: "(?=x)" can\'t be checked (error: look-around, including look-ahead and look-behind, is not supported); mend or remove it',
    ),
    "bad-limit": (
        {"type": "object", "properties": {"a": {"type": "integer", "minimum": "zero", **D}}},
        "#/properties/a/minimum: \"zero\" can't be checked (ValueError: 'ge' must be coercible to an integer); mend or remove it",
    ),
    "limits-on-several-types": (
        {"type": "object", "properties": {"a": {"type": ["string", "integer"], "minLength": 1, **D}}},
        "#/properties/a/minLength: a limit beside several types; write the types as anyOf",
    ),
    "only-null": (
        {"type": "object", "properties": {"a": {"type": ["null"], **D}}},
        ": Report.a: null is the only answer; name the type that it may have",
    ),
    "null-type": (
        {"type": "object", "properties": {"a": {"type": "null", **D}}},
        ": Report.a: null is the only answer; name the type that it may have",
    ),
    "empty-any-of": (
        {"type": "object", "properties": {"a": {"anyOf": [], **D}}},
        "#/properties/a/anyOf: anyOf isn't a list of schemas; write them out",
    ),
    "string-or-date": (
        {
            "type": "object",
            "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "string", "format": "date"}], **D}},
        },
        ": Report.a: a union of text and date, which are both a string in JSON; keep the wider one, or give each a field of its own",
    ),
    "required-typo": (
        {"type": "object", "properties": {"a": {"type": "string", **D}}, "required": ["b"]},
        "#/required: 'b' isn't a property; add it, or remove it here",
    ),
    "evidence": (
        {"type": "object", "properties": {"evidence": {"type": "string", **D}}},
        ": Report.evidence: the name 'evidence' is taken by the receipts; rename the field",
    ),
    "version-number": (
        {"type": "object", "properties": {"a": {"type": "string", **D}}, "version": 2},
        '#/version: version isn\'t a string; write it as in "version": "1"',
    ),
    "slash-in-name": (
        {"type": "object", "properties": {"a/b": {"type": "string"}}},
        '#/properties/a~1b: the property has no description; add "description", an instruction for an annotator',
    ),
}


@pytest.mark.parametrize(("text", "message"), PYTHON.values(), ids=PYTHON.keys())
def test_a_python_file_that_does_not_load_is_refused_with_its_line_and_remedy(
    text: str, message: str, schema_file: Callable[[str, str], Path]
) -> None:
    path = schema_file("report.py", text)
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == message.replace("FILE", str(path))


@pytest.mark.parametrize(("schema", "message"), JSON.values(), ids=JSON.keys())
def test_a_json_schema_that_does_not_load_is_refused_with_its_pointer_and_remedy(
    schema: object, message: str, schema_file: Callable[[str, str], Path]
) -> None:
    path = schema_file("report.json", json.dumps(schema))
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == f"{path}{message}"


def test_a_file_that_is_not_json_is_refused_with_its_line(schema_file: Callable[[str, str], Path]) -> None:
    path = schema_file("report.json", '{"type": "object",\n oops}')
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == (
        f"{path}:2: the file isn't JSON (Expecting property name enclosed in double quotes: line 2 column 2 (char 20)); "
        "mend this line"
    )


@pytest.mark.parametrize("name", ["report.py", "report.json"])
def test_a_file_in_another_encoding_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"'caf\xe9'\n")
    with pytest.raises(SchemaFileError, match=r"report\.(py|json):1: .*'utf-8' codec can't decode byte 0xe9"):
        load_schema(path)


def test_a_missing_file_is_refused_with_the_command_that_lists_schemas(tmp_path: Path) -> None:
    with pytest.raises(SchemaFileError) as caught:
        load_schema(tmp_path / "gone.py")
    assert str(caught.value) == (
        f"{tmp_path}/gone.py: the schema file can't be read (No such file or directory); "
        "`summarizer schemas list` shows what there is"
    )


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaFileError) as caught:
        load_schema(tmp_path / "report.yaml")
    assert (
        str(caught.value) == f"{tmp_path}/report.yaml: a schema file ends in .py or .json; rename it, or name another"
    )
