"""The cookies of a browser that signed in: their names and attributes. What is in them, others seal and sign.

Neither is readable for scripts, and neither goes along with what other sites' pages post or fetch (SameSite=Lax). On
https the prefix `__Host-` has browsers refuse one that came from a neighbour's host (RFC 6265bis 4.1.3.2).
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.requests import cookie_parser
from starlette.responses import Response

SESSION = "chandlery"
PENDING = "chandlery-sign-in"


class Cookies:
    """The cookies of the server at this address."""

    def __init__(self, public_url: str) -> None:
        self.public_url = public_url
        self.origin = _origin(public_url)
        """The origin of our own pages, as browsers write it (RFC 6454 6.2)."""
        self._is_secure = urlsplit(public_url).scheme == "https"

    def session_in(self, given: Iterable[bytes]) -> str | None:
        """The session token in a request's Cookie headers."""
        return self._in(given, SESSION)

    def pending_in(self, given: Iterable[bytes]) -> str | None:
        """The sealed sign-in under way in a request's Cookie headers."""
        return self._in(given, PENDING)

    def keep_session(self, response: Response, token: str, expires_at: datetime) -> None:
        """Has the browser keep a session token as long as it is good."""
        self._set(response, SESSION, token, max(0, int((expires_at - datetime.now(UTC)).total_seconds())))

    def keep_pending(self, response: Response, sealed: str, seconds: int) -> None:
        """Has the browser keep a sign-in that is under way; it replaces the one before."""
        self._set(response, PENDING, sealed, seconds)

    def drop_session(self, response: Response) -> None:
        """Has the browser forget its session."""
        self._set(response, SESSION, "", 0)

    def drop_pending(self, response: Response) -> None:
        """Has the browser forget its sign-in under way."""
        self._set(response, PENDING, "", 0)

    def _in(self, given: Iterable[bytes], plain: str) -> str | None:
        return cookie_parser(b"; ".join(given).decode("latin-1")).get(self._name(plain)) or None

    def _set(self, response: Response, plain: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._name(plain), value, max_age=seconds, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )

    def _name(self, plain: str) -> str:
        return f"__Host-{plain}" if self._is_secure else plain


def _origin(url: str) -> str:
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    is_usual = parts.port in (None, {"https": 443, "http": 80}.get(parts.scheme))
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"
