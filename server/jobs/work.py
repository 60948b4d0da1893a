"""Which jobs there are, and how often."""

from server.jobs.running import Job
from server.logging import WRITE_EVERY_S, write_lines
from server.wiring import Parts
from services.changes import forget_old
from services.hub import Hub
from services.sweep import sweep
from services.throttle import forget_failures
from storage.listen import listen

POLICY_CHANNEL = "policy_changed"
CHANGES_CHANNEL = "version_changed"
TOKEN_USES_S = 30.0
DOWNLOADS_S = 10.0
SWEEP_S = 3600.0
LISTEN_AGAIN_S = 1.0
LISTEN_AGAIN_AT_MOST_S = 30.0
FOLLOW_AGAIN_AT_MOST_S = 5.0


def jobs_of(parts: Parts, database_url: str, hub: Hub) -> tuple[Job, ...]:
    """The jobs of one process. Replicas may run them side by side."""

    def heard_policy() -> None:
        parts.principals.forget()
        hub.wake()

    async def hear_policy() -> None:
        await listen(database_url, POLICY_CHANNEL, heard_policy)

    async def hear_changes() -> None:
        await listen(database_url, CHANGES_CHANNEL, hub.wake)

    async def sweep_blobs() -> None:
        await sweep(parts.database, parts.blobs)

    async def forget_changes() -> None:
        await forget_old(parts.database)

    async def forget() -> None:
        await forget_failures(parts.database)

    return (
        Job("policy", hear_policy, LISTEN_AGAIN_S, LISTEN_AGAIN_AT_MOST_S, is_first_at_once=True),
        Job("changes", hear_changes, LISTEN_AGAIN_S, FOLLOW_AGAIN_AT_MOST_S, is_first_at_once=True),
        Job("live", hub.follow, LISTEN_AGAIN_S, FOLLOW_AGAIN_AT_MOST_S, is_first_at_once=True),
        token_uses(parts),
        downloads(parts),
        Job("log", write_lines, WRITE_EVERY_S, WRITE_EVERY_S),
        Job("sweep", sweep_blobs, SWEEP_S, SWEEP_S),
        Job("old changes", forget_changes, SWEEP_S, SWEEP_S),
        Job("sign-in failures", forget, SWEEP_S, SWEEP_S),
    )


def token_uses(parts: Parts) -> Job:
    """Writes when API tokens were last used; done once more when the server stops."""

    async def flush() -> None:
        await parts.principals.flush_token_uses(parts.database)

    return Job("token-uses", flush, TOKEN_USES_S, TOKEN_USES_S)


def downloads(parts: Parts) -> Job:
    """Writes how often packages were downloaded; done once more when the server stops."""

    async def flush() -> None:
        await parts.downloads.flush(parts.database)

    return Job("downloads", flush, DOWNLOADS_S, DOWNLOADS_S)
