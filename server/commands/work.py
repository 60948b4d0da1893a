"""`python -m server work`: takes the server's jobs on another machine, or on this one, until it is told to stop.

It needs the server's database and keys, and nothing else of it.
"""

import asyncio
import signal
from argparse import Namespace
from collections.abc import Mapping

from domain.errors import Unavailable
from server.commands.serve import TALKATIVE, BackendError, why
from server.data_dir import kept_secret
from server.jobs.running import running
from server.jobs.syncs import worker
from server.logging import talk
from server.memory import give_back, stay_small
from server.settings import Settings, SettingsError
from server.wiring import outbound_in, sync_parts
from services.secrets import Secrets
from storage.connect import connect
from storage.database import Database, check_migrated
from storage.worker import Pace

GRACE = Pace(grace_s=20.0)
POOL = 4


def run(environ: Mapping[str, str], _: Namespace, pace: Pace = GRACE) -> None:
    """Works until Ctrl-C or SIGTERM: then it ends what it can in 20 seconds and gives back the rest.

    Raises SettingsError and BackendError before any job is taken.
    """
    settings = Settings.from_environment(environ)
    database_url, keys = _given(settings)
    stay_small()
    talk(settings.log_level, TALKATIVE)
    asyncio.run(_work(settings, database_url, keys, pace))


def _given(settings: Settings) -> tuple[str, tuple[str, ...]]:
    """The database's URL and the keys. SettingsError when a worker could not do without."""
    keys = (*(settings.encryption_keys or ()), *_secret(settings))
    faults = []
    if settings.database_url is None:
        faults.append("DATABASE_URL must be given: a worker takes the jobs of a server's database")
    if not keys:
        faults.append("SECRET_KEY or ENCRYPTION_KEYS must be given, as the server has them: they open credentials")
    if not settings.worker_concurrency:
        faults.append("WORKER_CONCURRENCY must be 1 or more: that is how many jobs this worker takes at a time")
    if faults or settings.database_url is None:
        raise SettingsError("\n".join(faults))
    return settings.database_url, keys


def _secret(settings: Settings) -> tuple[str, ...]:
    """The server's one secret; none is made here, as it would open nothing."""
    if settings.secret_key is not None:
        return (settings.secret_key,)
    file = settings.data_dir / "secret_key"
    return (kept_secret(file),) if file.exists() else ()


async def _work(settings: Settings, database_url: str, keys: tuple[str, ...], pace: Pace) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    database = Database(database_url, POOL, settings.statement_timeout_ms)
    try:
        await _reach(database, database_url)
        parts = sync_parts(database, Secrets(keys), outbound_in(settings))
        async with running([worker(parts, database_url, settings.worker_concurrency, pace=pace)]):
            give_back()
            print(f"Chandlery syncs {settings.worker_concurrency} repositories at a time", flush=True)  # noqa: T201
            await stopping.wait()
    finally:
        await database.close()


async def _reach(database: Database, database_url: str) -> None:
    """Passes when the database lets us in and is what this program needs."""
    try:
        await (await connect(database_url)).close()
        await check_migrated(database)
    except Unavailable as error:
        raise BackendError(f"DATABASE_URL: {error}; start the server first, which migrates it") from error
    except Exception as error:
        raise BackendError(f"DATABASE_URL: no connection: {why(error)}") from error
