"""Shows how an operation is answered: its plan, its statement, and what PostgreSQL makes of it.

For operators: what is bound is not shown, as it may be somebody's.
"""

from typing import Any

from engine.execute import Engine, Prepared
from engine.plan import told


async def explain(engine: Engine, prepared: Prepared) -> dict[str, Any]:
    """The plan a line a field, the SQL, and EXPLAIN ANALYZE as PostgreSQL prints it."""
    statement = prepared.statement
    analyzed = await engine.analyze(prepared)
    return {"plan": told(statement.plan).splitlines(), "sql": statement.query.text, "analyze": analyzed.splitlines()}
