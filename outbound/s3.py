"""Repositories in buckets of S3: their endpoint, their region, and requests signed for it.

Signs by hand (AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"): the client that
storage has would connect by itself, past the guard.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from domain.upstream import RepositoryCredentials, Unreachable
from outbound.classic import ClassicSource, Opened, Opening
from outbound.client import Outbound, Secret
from outbound.urls import origin_of, place_of

USUAL_REGION = "us-east-1"
_SIGNED = "host;x-amz-content-sha256;x-amz-date"
_NO_BODY = hashlib.sha256(b"").hexdigest()


def bucket_source(outbound: Outbound, url: str, credentials: RepositoryCredentials | None) -> ClassicSource:
    """The repository in a bucket's folder; its index may name packages by s3:// too."""
    place = place_of(url)
    home = f"{place.endpoint}/{_strict(unquote(place.path))}"

    def placed(url: str) -> str:
        return _of_bucket(url, place.endpoint, place.path.partition("/")[0], place.host)

    return ClassicSource(outbound, home, credentials, _signing(home, place.host, credentials), placed)


def region_of(host: str) -> str:
    """The region that requests to an endpoint are signed for: the second part of `s3.<region>.<domain>`.

    `s3.amazonaws.com` and whatever does not begin with `s3.` is us-east-1, as in the field.
    """
    labels = host.split(".")
    if labels[0] != "s3" or len(labels) < 4:
        return USUAL_REGION
    return labels[2] if labels[1] == "dualstack" else labels[1]


def signature_headers(url: str, region: str, key_id: str, secret_key: str, now: datetime) -> dict[str, str]:
    """The headers that open a GET of the URL, which must be spelled as `_strictly` does."""
    parts = urlsplit(url)
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    query = "&".join(sorted(f"{_strict(key)}={_strict(value)}" for key, value in _pairs(parts.query)))
    headers = f"host:{parts.netloc}\nx-amz-content-sha256:{_NO_BODY}\nx-amz-date:{moment}\n"
    request = f"GET\n{parts.path or '/'}\n{query}\n{headers}\n{_SIGNED}\n{_NO_BODY}"
    scope = f"{day}/{region}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    return {
        "X-Amz-Date": moment,
        "X-Amz-Content-Sha256": _NO_BODY,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, "
        f"SignedHeaders={_SIGNED}, Signature={signature}",
    }


def _signing(home: str, host: str, credentials: RepositoryCredentials | None) -> Opening:
    """Signs what is asked of the endpoint; without keys nothing is signed, as public buckets want it."""
    origin, region = origin_of(home), region_of(host)

    def opened(url: str) -> Opened:
        if credentials is None or not credentials.access_key_id or origin_of(url) != origin:
            return Opened(url, None)
        if not credentials.access_key_id.isascii():
            raise Unreachable("The access key id cannot be used: it goes into a header, which is ASCII.")
        url = _strictly(url)
        keys = (credentials.access_key_id, credentials.secret_access_key or "")
        return Opened(url, Secret(origin, signature_headers(url, region, *keys, datetime.now(UTC))))

    return opened


def _of_bucket(url: str, endpoint: str, bucket: str, host: str) -> str:
    """The web address of `s3://bucket/key` and `s3://endpoint/bucket/key` of this repository's bucket."""
    scheme, separator, rest = url.partition("://")
    if scheme.lower() != "s3" or not separator:
        return url
    first, _, key = rest.partition("/")
    if first == bucket:
        return f"{endpoint}/{bucket}/{key}"
    if first.partition(":")[0] == host and key.startswith(f"{bucket}/"):
        return f"{endpoint}/{key}"
    return url


def _strictly(url: str) -> str:
    """The URL with its path and query encoded just as they are signed."""
    parts = urlsplit(url)
    query = "&".join(f"{_strict(key)}={_strict(value)}" for key, value in _pairs(parts.query))
    return parts._replace(path=_strict(unquote(parts.path)), query=query, fragment="").geturl()


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query.replace("+", "%2B"), keep_blank_values=True)


def _strict(text: str) -> str:
    """Everything but letters, digits, `-_.~` and the slashes of paths is encoded."""
    return quote(text, safe="/-_.~")
