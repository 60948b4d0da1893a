"""The two questions of whoever runs the server, asked over HTTP."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from domain.errors import Unavailable
from server.http.health import Check, routes

pytestmark = pytest.mark.anyio


async def passes() -> None:
    return None


async def fails_with_a_secret() -> None:
    raise ConnectionRefusedError("postgresql://user:secret@host refused")


async def fails_for_a_known_reason() -> None:
    raise Unavailable("the database is at revision 1, the program needs 2")


async def hangs() -> None:
    await asyncio.sleep(60)


def client(**checks: Check) -> httpx.AsyncClient:
    app = Starlette(routes=routes(checks, timeout_s=0.05))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store")


async def test_the_server_is_alive_whatever_fails() -> None:
    async with client(database=fails_with_a_secret) as http:
        answer = await http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_the_server_is_ready_when_every_check_passes() -> None:
    async with client(database=passes, bucket=passes) as http:
        answer = await http.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_every_failing_part_is_named_and_no_secret_told() -> None:
    checks = {
        "database": fails_with_a_secret,
        "bucket": passes,
        "migrations": fails_for_a_known_reason,
        "policy": hangs,
    }
    async with client(**checks) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == {
        "database": "failed with ConnectionRefusedError",
        "migrations": "the database is at revision 1, the program needs 2",
        "policy": "did not answer within 0.05 s",
    }


async def test_asking_again_does_not_start_a_check_that_still_runs() -> None:
    begun = 0

    async def slow() -> None:
        nonlocal begun
        begun += 1
        await asyncio.sleep(60)

    async with client(bucket=slow) as http:
        answers = await asyncio.gather(*(http.get("/readyz") for _ in range(5)))

    assert {answer.status_code for answer in answers} == {503}
    assert begun == 1


async def test_a_part_that_comes_back_makes_the_server_ready_again() -> None:
    faults = [ConnectionError("gone")]

    async def flaky() -> None:
        if faults:
            raise faults.pop()

    async with client(database=flaky) as http:
        codes = [(await http.get("/readyz")).status_code for _ in range(2)]

    assert codes == [503, 200]
