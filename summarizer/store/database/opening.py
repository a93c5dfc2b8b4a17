"""Opening a database, whichever of the two it is; nothing heavy is loaded before."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from summarizer.errors import MissingExtraError

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["open_database", "upgrade_database"]


def open_database(url: str, *, read_only: bool = False) -> Database:
    """Return the database at ``url``: ``sqlite:///news.db`` or ``postgresql://user@host/news``.

    A new one is made unless it is opened ``read_only``.

    Raises:
        MissingExtraError: SQLAlchemy or the driver isn't installed.
        StoreError: It can't be opened, isn't ours, or is of another version; the message holds no credentials.
    """
    _require_extra()
    from summarizer.store.database.address import parse_address  # noqa: PLC0415 - heavy: kept off the start-up path
    from summarizer.store.database.database import Database  # noqa: PLC0415
    from summarizer.store.database.engine import connect  # noqa: PLC0415
    from summarizer.store.database.versions import require_current  # noqa: PLC0415

    connections = connect(parse_address(url), read_only=read_only)
    try:
        require_current(connections)
        return Database(connections)
    except BaseException:
        connections.close()
        raise


def upgrade_database(url: str) -> tuple[str | None, str]:
    """Bring the database at ``url`` to this package's version, or make it; return the version before and after.

    Raises:
        MissingExtraError: As ``open_database``.
        StoreError: It can't be opened or isn't ours, or is newer than this package.
    """
    _require_extra()
    from summarizer.store.database.address import parse_address  # noqa: PLC0415 - heavy: kept off the start-up path
    from summarizer.store.database.engine import connect  # noqa: PLC0415
    from summarizer.store.database.versions import HEAD, upgrade  # noqa: PLC0415

    connections = connect(parse_address(url), read_only=False)
    try:
        return upgrade(connections), HEAD
    finally:
        connections.close()


def _require_extra() -> None:
    for module in ("sqlalchemy", "alembic"):
        if find_spec(module) is None:
            raise MissingExtraError(f"a database needs {module}; install it with pip install 'summarizer[db]'")
