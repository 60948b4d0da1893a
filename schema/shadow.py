"""Has one in so many compiled reads answered by the reference too, afterwards, to be sure that both say the same."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain.errors import StoreError
from engine.execute import Read
from schema.documents import digest_of
from schema.execution import Operation, Outcome
from schema.normal import normal
from schema.observing import Observer

log = logging.getLogger(__name__)

Refer = Callable[[], Awaitable[Outcome]]
Again = Callable[[], Awaitable[Read | None]]


class NotCompiled(Exception):
    """A read is not answered by the compiled path after all; the message is why."""


class Shadow:
    """One comparison at a time. `every` is 0 for none."""

    def __init__(self, every: int, observer: Observer) -> None:
        self._every = every
        self._observer = observer
        self._reads = 0
        self._comparing: set[asyncio.Task[None]] = set()

    def is_due(self) -> bool:
        """Counts a read; whether it is to be compared."""
        if not self._every:
            return False
        self._reads += 1
        return self._reads % self._every == 0 and not self._comparing

    def compare(self, operation: Operation, read: Read, refer: Refer, again: Again) -> None:
        """Compares in the background: the read with what the reference says."""
        task = asyncio.create_task(self._compare(operation, read, refer, again))
        self._comparing.add(task)
        task.add_done_callback(self._comparing.discard)

    async def _compare(self, operation: Operation, read: Read, refer: Refer, again: Again) -> None:
        """A change between the two reads makes a difference too, so one is looked at twice before it is told."""
        try:
            equal = await _is_equal(refer, read) or await _is_equal(refer, await again())
        except (StoreError, NotCompiled):
            return
        except Exception:
            log.exception("the comparison of a read failed")
            return
        self._observer.compared(equal=equal)
        if not equal:
            log.error("the two executors differ on the document %s", digest_of(operation.query).hex()[:16])


async def _is_equal(refer: Refer, read: Read | None) -> bool:
    outcome = await refer()
    return read is not None and not outcome.errors and normal(read.body) == normal({"data": outcome.data})
