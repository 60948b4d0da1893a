"""The queue of jobs that workers take: procrastinate's own schema, as the locked release of it has it.

A release of procrastinate with another schema fails tests/storage/test_queue.py, which says what is to be done.
"""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.util import await_only

revision = "0008"
down_revision = "0007"
SCHEMA = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"  # of procrastinate 3.10.0; SHA-256


def upgrade() -> None:
    # Many statements at once, which the driver takes only outside of SQLAlchemy; in the same transaction all the same.
    op.execute("SELECT 1")
    driver: Any = op.get_bind().connection.driver_connection
    await_only(driver.execute(SchemaManager.get_schema()))
