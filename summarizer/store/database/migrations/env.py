"""Run by Alembic for every migration: works on the connection that it is given."""

from __future__ import annotations

from alembic import context

from summarizer.store.database.versions import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
# the caller began the transaction and ends it: all steps or none
context.run_migrations()
