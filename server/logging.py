"""What is logged of requests: one line each, with nothing in it that opens anything or that a client can forge.

Of a path only its route is named: a link's token is as good as what it opens, and a mistyped path may hold one. Lines
of requests are written some at a time, at most half a second after their request; all others at once.
"""

import logging
import sys
import time
from typing import TextIO

access = logging.getLogger("chandlery.access")
log = logging.getLogger("chandlery.requests")

FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
WRITE_EVERY_S = 0.5
MOST_WAITING = 500


def log_access(method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
    """One line for a request that was answered, or not (499: its client left)."""
    if not access.isEnabledFor(logging.INFO):
        return
    shown = method if method.isalpha() else "?"
    message = f"{shown[:16]} {route} {status} {milliseconds:.1f} ms {request_id}"
    for handler in access.handlers:
        if isinstance(handler, SomeAtATime):
            handler.take(message)
            return
    access.info("%s", message)


def log_crash(request_id: str, error: BaseException) -> None:
    """A fault of ours, with its traceback."""
    log.error("request %s failed", request_id, exc_info=error)


class SomeAtATime(logging.Handler):
    """Writes lines in one piece, when there are many or `flush` is called."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._waiting: list[str] = []
        self._second = 0
        self._clock = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Takes a record as it comes."""
        self.take(record.getMessage())

    def take(self, message: str) -> None:
        """Takes a line that is known to be wanted, without the cost of a record."""
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second, self._clock = second, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        self._waiting.append(f"{self._clock},{int(now % 1 * 1000):03d} INFO {access.name} {message}\n")
        if len(self._waiting) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Writes what waits; also called when the process ends."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._stream.write("".join(waiting))
            self._stream.flush()


def _is_news(record: logging.LogRecord) -> bool:
    """Not of a reader who left or stalled: the access log has it as 499."""
    return "without completing response" not in record.getMessage()


def talk(level: str, quiet: tuple[str, ...]) -> None:
    """Sets the process's log up. Of `quiet` names only warnings are told."""
    # What no line of ours shows is not looked up for each of them (Logging HOWTO, Optimization).
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=level, format=FORM)
    for name in quiet:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    access.addHandler(SomeAtATime(sys.stderr))
    access.propagate = False


async def write_lines() -> None:
    """Writes the lines that wait: work for a job."""
    for handler in access.handlers:
        handler.flush()
