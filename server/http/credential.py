"""What credential a request or a WebSocket's opening has: the one place that decides when a browser's cookie counts.

An Authorization header, which no browser adds by itself, goes first. A cookie counts only where no page of another site
can have caused the request: a request must have a header that makes browsers ask first (and nobody but us answers), the
opening of a WebSocket, for which browsers neither ask nor let scripts add headers, an Origin that is ours.
"""

from starlette.types import Scope

from server.auth.credentials import Credential, credential_in
from server.auth.sign_in import SignIn
from server.http.errors import HttpFault
from server.http.head import Head, address_of
from server.wiring import Parts, Sender


def credential_of(head: Head, parts: Parts, *, is_upgrade: bool = False) -> Credential:
    """The credential of a request, or of a WebSocket's opening (`is_upgrade`). None when there is none that counts.

    Unauthenticated for one that cannot be good; HttpFault 403 for a cookie that another origin's page wants to count.
    """
    given = head.values(b"authorization")
    if given or parts.sign_in is None:
        return credential_in(given, parts.signing, parts.sign_in)
    token = parts.sign_in.cookies.session_in(head.values(b"cookie"))
    if token is None or not (is_upgrade or head.is_preflighted):
        return None
    _refuse_foreign_pages(head, parts.sign_in, is_upgrade)
    return credential_in([b"Bearer " + token.encode("latin-1")], parts.signing)


def sender_of(scope: Scope, head: Head, parts: Parts) -> Sender:
    """Whoever sent a request. As `credential_of`."""
    return Sender(parts, credential_of(head, parts), address_of(scope))


def _refuse_foreign_pages(head: Head, sign_in: SignIn, is_upgrade: bool) -> None:
    """Browsers name the origin of whatever is no plain read; where it is left out, only a request may have none."""
    ours = sign_in.cookies.origin.encode()
    if any(origin != ours for origin in head.values(b"origin") or ([b""] if is_upgrade else [])):
        raise HttpFault(403, "The cookie of a sign-in counts for pages of this server's own origin, PUBLIC_URL, only.")
