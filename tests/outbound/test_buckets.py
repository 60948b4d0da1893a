"""Repositories in buckets: signed as AWS wants it, read from a real S3 server."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from domain.upstream import ChartEntry, RepositoryCredentials, Seen, Unreachable
from outbound.client import Outbound
from outbound.reading import Source
from outbound.s3 import region_of, signature_headers
from outbound.sources import open_source
from outbound.urls import parse_repository_url
from storage.blobs import S3Settings
from tests.outbound.hosts import a_host, said
from tests.uploads.builder import make_chart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NOW = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
INDEX = """
apiVersion: v1
entries:
  emqx:
  - {name: emqx, version: 4.0.2, urls: ["emqx-4.0.2+b%%20c.tgz"]}
  - {name: emqx, version: 4.0.3, urls: ["s3://%(bucket)s/charts/other.tgz"]}
"""


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("s3.eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("s3.pek3b.qingstor.com", "pek3b"),
        ("s3.amazonaws.com", "us-east-1"),
        ("minio.example.org", "us-east-1"),
        ("127.0.0.1", "us-east-1"),
    ],
)
def test_the_region_is_the_one_that_the_endpoint_names(host: str, region: str) -> None:
    assert region_of(host) == region


paths = st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=12).filter(
    lambda text: text not in (".", "..")
)


@given(st.lists(paths, min_size=1, max_size=3), st.sampled_from(["minio.example", "minio.example:9000"]), st.booleans())
def test_requests_are_signed_as_botocore_signs_them(path: list[str], host: str, has_query: bool) -> None:
    url = f"https://{host}/{'/'.join(quote(part, safe='-_.~') for part in path)}"
    url += "?versionId=a%2Bb%20c&partNumber=" if has_query else ""
    request = AWSRequest("GET", url, headers={"Host": host})
    signer = S3SigV4Auth(Credentials("AKIA", "secret"), "s3", "eu-west-1")
    signing = pytest.MonkeyPatch()
    signing.setattr("botocore.auth.get_current_datetime", lambda: NOW.replace(tzinfo=None))
    try:
        signer.add_auth(request)
    finally:
        signing.undo()

    headers = signature_headers(url, "eu-west-1", "AKIA", "secret", NOW)

    assert headers["Authorization"] == request.headers["Authorization"]


@pytest.fixture(scope="module")
def repository(module_s3: S3Settings, s3_client: "S3Client") -> str:
    """A repository in a folder of a real bucket, without credentials in its address."""
    bucket = module_s3.bucket
    files = {
        "index.yaml": (INDEX % {"bucket": bucket}).encode(),
        "emqx-4.0.2+b c.tgz": make_chart("emqx", "4.0.2"),
        "other.tgz": b"x",
    }
    for name, body in files.items():
        s3_client.put_object(Bucket=bucket, Key=f"charts/{name}", Body=body)
    return f"s3://{(module_s3.endpoint_url or '').partition('://')[2]}/{bucket}/charts"


def source_of(url: str, credentials: RepositoryCredentials | None) -> Source:
    found = parse_repository_url(url)
    return open_source(Outbound(["127.0.0.0/8"]), found.kind, found.url, credentials)


def keys(settings: S3Settings) -> RepositoryCredentials:
    return RepositoryCredentials(access_key_id=settings.access_key_id, secret_access_key=settings.secret_access_key)


@pytest.mark.anyio
async def test_a_repository_in_a_bucket_is_read(repository: str, module_s3: S3Settings) -> None:
    source = source_of(repository, keys(module_s3))

    reading = await source.read(Seen(), {})
    assert reading is not None
    first, second = [entry async for entry in reading]
    assert isinstance(first, ChartEntry)
    assert isinstance(second, ChartEntry)
    with (await source.fetch(first.urls, None, 10**6)).body as package:
        assert package.read() == make_chart("emqx", "4.0.2")
    with (await source.fetch(second.urls, None, 10**6)).body as package:
        assert package.read() == b"x"
    assert await source.read(reading.seen, {}) is None


@pytest.mark.anyio
async def test_a_bucket_refuses_a_wrong_key(repository: str, module_s3: S3Settings) -> None:
    false = RepositoryCredentials(access_key_id=module_s3.access_key_id, secret_access_key="wrong")

    with pytest.raises(Unreachable, match="check the credentials"):
        await source_of(repository, false).read(Seen(), {})


@pytest.mark.anyio
async def test_without_keys_nothing_is_signed_and_keys_go_to_their_endpoint_only() -> None:
    index = b"apiVersion: v1\nentries: {}\n"
    async with a_host(lambda _: said(b"a package"), "127.0.0.2") as other, a_host(lambda _: said(index)) as endpoint:
        url = f"s3://127.0.0.1:{endpoint.port}/bucket"
        mine = RepositoryCredentials(access_key_id="AKIA", secret_access_key="secret")

        await source_of(url, None).read(Seen(), {})
        await source_of(url, mine).read(Seen(), {})
        (await source_of(url, mine).fetch([f"{other.url}/a.tgz"], None, 100)).body.close()

    assert [request.headers.get("authorization", "")[:28] for request in endpoint.requests] == [
        "",
        "AWS4-HMAC-SHA256 Credential=",
    ]
    assert [request.headers.get("authorization") for request in other.requests] == [None]


@pytest.mark.anyio
async def test_a_key_that_no_header_can_carry_is_refused_in_words() -> None:
    async with a_host(lambda _: said(b"")) as endpoint:
        odd = RepositoryCredentials(access_key_id="clé", secret_access_key="secret")
        with pytest.raises(Unreachable, match="access key id cannot be used"):
            await source_of(f"s3://127.0.0.1:{endpoint.port}/bucket", odd).read(Seen(), {})

        assert endpoint.requests == []
