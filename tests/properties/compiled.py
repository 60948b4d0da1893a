"""What the laws of the compiled reads are tried on: both executors over one database, filled anew for each store."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, settings

from policies.principal import Principal
from schema.execution import Operation
from tests.conformance.asking import Answer, Both, open_both
from tests.conformance.drawn.store import Store
from tests.conformance.rows import replace_all

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def at_random(stores: int) -> settings:
    """As many stores; what is done in each is in the test. `make test` draws the same always, `make fuzz` others."""
    known = "FUZZ" not in os.environ
    return settings(max_examples=stores, deadline=None, suppress_health_check=SLOW, derandomize=known)


@dataclass
class Trial:
    """Both executors, the loop that they run in, and how often who has answered."""

    runner: asyncio.Runner
    both: Both
    answered: Counter[str] = field(default_factory=Counter)

    def fill(self, store: Store) -> int:
        """Puts the store in place of the one before; gives the policy's revision."""
        return self.runner.run(replace_all(self.both.database, store.rows))

    def ask(self, operation: Operation, who: Principal) -> Answer:
        """What the client gets."""
        answer = self.runner.run(self.both.ask(operation, who))
        self.answered[answer.by] += 1
        return answer

    def refer(self, operation: Operation, who: Principal) -> Answer:
        """What the reference says."""
        return self.runner.run(self.both.refer(operation, who))

    def data(self, query: str, who: Principal, **variables: Any) -> Any:
        """The data of an operation that the compiled path must answer."""
        answer = self.ask(Operation(query, variables), who)
        assert (answer.by, answer.errors) == ("compiled", [])
        assert answer.body is not None
        return json.loads(answer.body)["data"]


@contextmanager
def a_trial(database_url: str) -> Iterator[Trial]:
    """A trial on the database."""
    with asyncio.Runner() as runner:
        opened = open_both(database_url)
        yield Trial(runner, runner.run(opened.__aenter__()))
        runner.run(opened.__aexit__(None, None, None))
