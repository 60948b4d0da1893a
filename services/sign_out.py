"""Ending one's session before its time."""

from domain.ids import Kind, encode_id
from services.access import signed_in
from services.call import Call
from storage.writes.audit import Event, record
from storage.writes.people import lock_policy
from storage.writes.sign_in import remove_sessions


async def sign_out(call: Call) -> None:
    """Ends the caller's session, and with it those that were narrowed from it. An API token is no session."""
    user_id, session_id = signed_in(call), call.principal.session_id
    if session_id is None:
        return
    await call.reader.close()
    async with call.database.write() as tx:
        await lock_policy(tx)
        await remove_sessions(tx, [session_id])
        subject = encode_id(Kind.USER, user_id)
        event = Event("session.logout", subject, call.principal.username, message="signed out")
        record(tx, call.principal.username, event)
