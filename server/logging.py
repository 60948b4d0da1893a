"""What is logged of requests: one line each, with nothing in it that opens anything or that a client can forge.

Of a path only its route is named: a link's token is as good as what it opens, and a mistyped path may hold one.
"""

import logging

access = logging.getLogger("chandlery.access")
log = logging.getLogger("chandlery.requests")


def log_access(method: str, route: str, status: int, milliseconds: float, request_id: str) -> None:
    """One line for a request that was answered, or not (499: its client left)."""
    shown = method if method.isalpha() else "?"
    access.info("%s %s %d %.1f ms %s", shown[:16], route, status, milliseconds, request_id)


def log_crash(request_id: str, error: BaseException) -> None:
    """A fault of ours, with its traceback."""
    log.error("request %s failed", request_id, exc_info=error)
