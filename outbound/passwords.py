"""Basic authentication (RFC 7617), for one origin."""

import base64

from domain.upstream import RepositoryCredentials
from outbound.client import Secret
from outbound.urls import origin_of


def basic(home: str, credentials: RepositoryCredentials | None) -> Secret | None:
    """A username and password as a header for the origin of `home`; None where there are none."""
    if credentials is None or (credentials.username is None and credentials.password is None):
        return None
    pair = f"{credentials.username or ''}:{credentials.password or ''}"
    return Secret(origin_of(home), {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})
