"""The queue of jobs that workers take: procrastinate's own schema, as the locked release of it has it.

A newer release of procrastinate may bring migrations of its own; each becomes one of ours (tests/storage/test_queue.py
says when).
"""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.util import await_only

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    # Many statements at once, which the driver takes only outside of SQLAlchemy; in the same transaction all the same.
    op.execute("SELECT 1")
    driver: Any = op.get_bind().connection.driver_connection
    await_only(driver.execute(SchemaManager.get_schema()))
