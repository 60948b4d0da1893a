"""Seals credentials anew when the operator's keys have changed, so that the old key can go."""

import logging

from services.secrets import Secrets, Unopened
from storage.database import Database
from storage.writes.repositories import hold_credentials, keep_credentials

log = logging.getLogger(__name__)


async def seal_anew(database: Database, secrets: Secrets) -> int:
    """How many repositories' credentials another key had sealed, and the first key has sealed now.

    What no key opens stays as it is: the key may come back. Safe beside others that do the same.
    """
    changed = unopened = 0
    async with database.write() as tx:
        for repository_id, sealed in await hold_credentials(tx):
            if secrets.is_sealed_by_first(sealed):
                continue
            try:
                said = secrets.open(repository_id, sealed)
            except Unopened:
                unopened += 1
                continue
            await keep_credentials(tx, repository_id, secrets.seal(repository_id, said))
            changed += 1
    if changed or unopened:
        log.info("sealed the credentials of %d repositories anew; no key opens those of %d", changed, unopened)
    return changed
