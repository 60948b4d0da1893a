"""Answers bytes that lie ready, by path: what uvicorn alone can do with our options.

Run as a program with PORT in the environment: `python -m benchmarks.limits.static FOLDER`; `/q1` answers FOLDER/q1.
"""

import os
import sys
from pathlib import Path
from typing import Any

import uvicorn


class Static:
    """A plain ASGI application."""

    def __init__(self, folder: Path) -> None:
        self._answers = {f"/{file.name}": _answer(file.read_bytes()) for file in folder.iterdir()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One answer. What was asked is read, as any server must."""
        while (await receive()).get("more_body"):
            pass
        for message in self._answers[scope["path"]]:
            await send(message)


def _answer(body: bytes) -> tuple[dict[str, object], ...]:
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    return (
        {"type": "http.response.start", "status": 200, "headers": headers},
        {"type": "http.response.body", "body": body},
    )


def main(folder: Path) -> None:
    """Serves until it is ended."""
    config = uvicorn.Config(
        Static(folder),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=2048,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
