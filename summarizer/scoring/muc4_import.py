"""Turn the processed MUC-4 files into a suite of gold, and records into the entities that CEAF-REE scores."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from summarizer.domain.record import Record
from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError, SourceError
from summarizer.ingest.documents import make_document
from summarizer.scoring.gold.writing import gold_yaml
from summarizer.scoring.gold_model import GoldArticle, GoldItem, GoldLeaf, GoldList, GoldObject, Label, Split
from summarizer.scoring.published.ceaf_ree import CeafRee, score_documents
from summarizer.store.atomic import write_atomic
from summarizer.store.faults import store_error

__all__ = [
    "FIELDS",
    "SCHEMA_NAME",
    "Muc4Import",
    "ceaf_ree",
    "gold_entities",
    "import_muc4",
    "predicted_entities",
]

SCHEMA_NAME = "muc4_roles"

FIELDS: Mapping[str, str] = {
    "perp_individuals": "PerpInd",
    "perp_organizations": "PerpOrg",
    "targets": "Target",
    "victims": "Victim",
    "weapons": "Weapon",
}
"""Field of the schema → role of the MUC-4 files."""

# The largest of the published files has 3 MB.
_LARGEST = 64 * 1024 * 1024

# The answer keys were handed out at the conference of June 1992.
_LABEL = Label("MUC-4 answer keys", dt.date(1992, 6, 16))
_NOTE = "MUC-4 as processed by Du et al. 2021: mentions that name one entity are alternatives"


@dataclass(frozen=True, slots=True)
class Muc4Import:
    """What an import wrote: gold files, entities in them, and (place in the file, reason) of what was left out."""

    folder: Path
    articles: int
    entities: int
    left_out: tuple[tuple[str, str], ...]


def import_muc4(path: Path, out_folder: Path, *, schema: TargetSchema, split: Split = "dev") -> Muc4Import:
    """Write one gold file for each document of a processed MUC-4 file (JSON Lines) into ``out_folder``.

    ``schema`` is ``schemas/muc4_roles.py``, loaded. An entity becomes a list entry: its first mention is the value,
    the others are alternatives. Each document is a story of its own, and carries its text. No evidence is labelled:
    the file's offsets are where a string first occurs, not where an annotator found the fact. A text that stands
    twice is written once. Running it again gives the same files. Raises GoldFileError where a line can't be read, the
    schema is another one, or the folder holds other gold, and StoreError where it can't be written.
    """
    if {spec.name for spec in schema.root.fields} != set(FIELDS):
        raise GoldFileError(f"schema {schema.name!r} doesn't have the fields {', '.join(FIELDS)}; use {SCHEMA_NAME}")
    files, left_out = _gold_files(path, out_folder, schema, split)
    if not files:
        raise GoldFileError(f"{path}: holds no document; name a processed MUC-4 file such as train.json")
    _refuse_other_gold(out_folder, {gold.path for gold in files})
    try:
        out_folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise store_error(exc, out_folder, action="write") from exc
    for gold in files:
        write_atomic(gold.path, gold_yaml(gold))
    entities = sum(len(found) for gold in files for found in gold_entities(gold).values())
    return Muc4Import(out_folder, len(files), entities, tuple(left_out))


def gold_entities(gold: GoldArticle) -> dict[str, list[list[str]]]:
    """Return role → entities of gold labelled for ``muc4_roles``, each entity as all of its mentions."""
    found: dict[str, list[list[str]]] = {}
    for field, role in FIELDS.items():
        node = gold.facts.fields[field]
        items = node.items if isinstance(node, GoldList) else ()
        leaves = [item.node for item in items if isinstance(item.node, GoldLeaf)]
        found[role] = [[str(mention) for mention in (leaf.value, *leaf.accept)] for leaf in leaves]
    return found


def predicted_entities(facts: Mapping[str, JsonValue] | None) -> dict[str, list[list[str]]]:
    """Return role → entities of a record's facts: every entry of a list is an entity with one mention."""
    return {
        role: [[mention] for mention in _listed(facts, field) if isinstance(mention, str) and mention.strip()]
        for field, role in FIELDS.items()
    }


def ceaf_ree(articles: Iterable[tuple[GoldArticle, Record | None]]) -> CeafRee:
    """Return CEAF-REE over gold and the record of each article; ``.micro.f1`` is the number of the published tables.

    A record without facts, or none, counts as nothing found. An article may stand once.
    """
    golds: dict[str, dict[str, list[list[str]]]] = {}
    predictions: dict[str, dict[str, list[list[str]]]] = {}
    for gold, record in articles:
        golds[gold.document_id] = gold_entities(gold)
        predictions[gold.document_id] = predicted_entities(record.facts if record is not None else None)
    return score_documents(golds, predictions)


def _listed(facts: Mapping[str, JsonValue] | None, field: str) -> Sequence[JsonValue]:
    found = facts.get(field) if facts is not None else None
    return found if isinstance(found, list) else []


def _gold_files(
    path: Path, out_folder: Path, schema: TargetSchema, split: Split
) -> tuple[list[GoldArticle], list[tuple[str, str]]]:
    files: dict[str, GoldArticle] = {}
    left_out: list[tuple[str, str]] = []
    names: set[str] = set()
    for where, line in _documents(path):
        name = _text(line, "docid", where).lower()
        if name in names or not name.replace("-", "").isalnum():
            raise GoldFileError(f"{where}: the docid {name!r} stands twice, or isn't made of letters, digits and '-'")
        names.add(name)
        facts = _facts(line, where)
        try:
            document = make_document(_text(line, "doctext", where), source=name)
        except SourceError as exc:
            left_out.append((where, str(exc)))
            continue
        if document.id in files:
            left_out.append((where, f"the text of {name} is that of {files[document.id].story}"))
            continue
        files[document.id] = GoldArticle(
            path=out_folder / f"{name}.yaml",
            document_id=document.id,
            schema_name=schema.name,
            schema_digest=schema.digest,
            split=split,
            story=name,
            facts=facts,
            text=document.text,
            labels=(_LABEL,),
            note=_NOTE,
        )
    return list(files.values()), left_out


def _documents(path: Path) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise GoldFileError(f"{path}: is larger than {_LARGEST // 2**20} MiB; it can't be a MUC-4 file")
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as exc:
        raise GoldFileError(f"{path}: can't be read ({exc.strerror}); name a processed MUC-4 file") from exc
    except UnicodeDecodeError as exc:
        raise GoldFileError(f"{path}: isn't UTF-8; name a processed MUC-4 file") from exc
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}:{number}", _document(line, f"{path}:{number}")


def _document(line: str, where: str) -> dict[str, JsonValue]:
    try:
        found: JsonValue = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise GoldFileError(f"{where}: isn't one JSON object a line: {exc}") from exc
    if not isinstance(found, dict):
        raise GoldFileError(f"{where}: must be an object with docid, doctext and extracts")
    if "templates" in found and "extracts" not in found:
        raise GoldFileError(f"{where}: has templates; take the file with 'extracts', processed for role fillers")
    return found


def _facts(line: Mapping[str, JsonValue], where: str) -> GoldObject:
    roles = line.get("extracts")
    if not isinstance(roles, dict):
        raise GoldFileError(f"{where}: lacks 'extracts', a mapping of roles to entities")
    unknown = sorted(set(roles) - set(FIELDS.values()))
    if unknown:
        raise GoldFileError(f"{where}: has the role {unknown[0]!r}; known are {', '.join(FIELDS.values())}")
    return GoldObject(
        {
            field: GoldList(tuple(_items(roles.get(role, []), f"{where}: extracts.{role}", field[0])))
            for field, role in FIELDS.items()
        }
    )


def _items(entities: JsonValue, where: str, initial: str) -> Iterator[GoldItem]:
    if not isinstance(entities, list):
        raise GoldFileError(f"{where} must be a list of entities")
    for number, entity in enumerate(entities, start=1):
        if not isinstance(entity, list):
            raise GoldFileError(f"{where}: an entity must be a list of mentions, not {entity!r:.60}")
        mentions = list(dict.fromkeys(_mention(found, where) for found in entity))
        if mentions:
            yield GoldItem(f"{initial}{number}", GoldLeaf(mentions[0], accept=tuple(mentions[1:])))


def _mention(found: JsonValue, where: str) -> str:
    """Return the words of a mention, which stand before their offset."""
    words = found[0] if isinstance(found, list) and found else None
    if not isinstance(words, str) or not words.strip():
        raise GoldFileError(f"{where}: a mention must be [words, offset], not {found!r:.60}")
    return words


def _text(line: Mapping[str, JsonValue], key: str, where: str) -> str:
    found = line.get(key)
    if not isinstance(found, str) or not found.strip():
        raise GoldFileError(f"{where}: lacks {key!r}; every document needs docid, doctext and extracts")
    return found


def _refuse_other_gold(folder: Path, own: set[Path]) -> None:
    if folder.exists() and not folder.is_dir():
        raise GoldFileError(f"{folder}: is a file; name a folder for the suite")
    others = sorted(set(folder.glob("*.yaml")) - own) if folder.is_dir() else []
    if others:
        raise GoldFileError(f"{others[0]}: is gold of another import; name an empty folder, or remove what is there")
