from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from summarizer.store.database.opening import open_database
from summarizer.store.database.tables import METADATA
from summarizer.store.database.versions import HEAD, VERSION_TABLE, migrations_folder

OURS = (VERSION_TABLE, "fact_words", "article_words")


def test_the_version_is_that_of_the_last_migration():
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_make_the_tables_as_they_are_declared_in_sqlite(tmp_path: Path):
    open_database(f"sqlite:///{tmp_path / 'migrated.db'}").close()
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    METADATA.create_all(declared)

    assert _sqlite(tmp_path / "migrated.db") == _sqlite(tmp_path / "declared.db")


def test_migrations_make_the_tables_as_they_are_declared_in_postgresql(unmade_postgres: str, postgres_server: str):
    open_database(unmade_postgres).close()
    migrated = create_engine(unmade_postgres.replace("postgresql", "postgresql+psycopg", 1))
    with migrated.connect() as connection:
        found = _postgres(connection)
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        METADATA.create_all(connection)
        assert found == _postgres(connection)
    migrated.dispose()


def test_two_programs_may_make_the_same_database_at_once(tmp_path: Path, unmade_postgres: str):
    for url in (f"sqlite:///{tmp_path / 'news.db'}", unmade_postgres):
        code = f"from summarizer.store.database.opening import open_database; open_database({url!r}).close()"
        both = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
        assert [(one.communicate()[1], one.returncode) for one in both] == [(b"", 0)] * 3


def _sqlite(path: Path) -> set[tuple[object, ...]]:
    """Return columns, foreign keys and indexes; a column that came later stands elsewhere in a table's text."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        rows = [row for row in rows if not row[1].startswith(OURS)]
        found: set[tuple[object, ...]] = {(name, " ".join(sql.split())) for kind, name, sql in rows if kind != "table"}
        for name in [name for kind, name, _ in rows if kind == "table"]:
            for fact in ("table_xinfo", "foreign_key_list"):
                found |= {(name, fact, *row[1:]) for row in connection.execute(f"PRAGMA {fact}({name})")}
    connection.close()
    return found


def _postgres(connection: Connection) -> set[tuple[object, ...]]:
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        )
    )
    indexes = connection.execute(text("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    keys = connection.execute(
        text("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'")
    )
    return {tuple(row) for rows in (columns, indexes, keys) for row in rows if row[0] not in OURS}
