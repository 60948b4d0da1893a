"""S3 with less of botocore's data: it says the same as with all of it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3.session
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.model import Shape

from storage.s3 import OPERATIONS, new_session

KEY = {"Bucket": "apps", "Key": "blobs/0a"}
CALLS: Mapping[str, Mapping[str, Any]] = {
    "put_object": {**KEY, "Body": b"bytes", "ContentLength": 5, "ContentType": "text/plain"},
    "delete_object": KEY,
    "get_object": {**KEY, "ResponseContentType": "text/plain", "ResponseContentDisposition": "inline"},
    "head_object": KEY,
    "list_objects_v2": {"Bucket": "apps", "Prefix": "blobs/", "ContinuationToken": "next"},
    "head_bucket": {"Bucket": "apps"},
    "create_bucket": {"Bucket": "apps", "CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"}},
    "create_session": {"Bucket": "apps--use1-az4--x-s3"},
}
PLACES = [
    ("http://127.0.0.1:9000", "us-east-1"),
    ("https://s3.example.org/under", "eu-central-1"),
    *((None, region) for region in ("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "nowhere-1")),
]
OF_ITS_MOMENT = re.compile(r"[0-9a-f]{64}|20\d{6}(T\d{6}Z)?|(?<=invocation-id: ).*|(?<=User-Agent: ).*")


LESS, WHOLE = new_session(), boto3.session.Session()


def client(session: boto3.session.Session, place: tuple[str | None, str]) -> Any:
    endpoint_url, region = place
    return session.client(
        "s3",
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id="id",
        aws_secret_access_key="secret",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path" if endpoint_url else "auto"}),
    )


class NoBytes:
    """The body of an answer that has none."""

    def stream(self) -> list[bytes]:
        return []


def sent(client: Any, call: str) -> list[str]:
    """What goes to the network, but for what differs from moment to moment; it is answered here."""
    lines: list[str] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        lines.append(f"{request.method} {request.url}")
        headers = {
            name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()
        }
        lines.extend(sorted(OF_ITS_MOMENT.sub("", f"{name}: {value}") for name, value in headers.items()))
        return AWSResponse(request.url, 200, {}, NoBytes())

    client.meta.events.register("before-send.s3", answer)
    getattr(client, call)(**CALLS[call])
    return lines


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_request_is_the_same_with_less_data(place: tuple[str | None, str]) -> None:
    for call in CALLS:
        less = sent(client(LESS, place), call)

        assert len(less) > 3
        assert less == sent(client(WHOLE, place), call)


@pytest.mark.parametrize("call", ["get_object", "head_object"])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_signed_link_is_the_same_with_less_data(place: tuple[str | None, str], call: str) -> None:
    def link(session: boto3.session.Session) -> list[str]:
        url = urlsplit(client(session, place).generate_presigned_url(call, Params=CALLS[call], ExpiresIn=300))
        return [
            url.netloc,
            url.path,
            *(OF_ITS_MOMENT.sub("", f"{name}={value}") for name, value in parse_qsl(url.query)),
        ]

    less = link(LESS)

    assert "X-Amz-Expires=300" in less
    assert less == link(WHOLE)


def test_every_operation_that_is_kept_is_compared_here_and_no_other_is_kept() -> None:
    kept = client(LESS, PLACES[0]).meta.service_model.operation_names

    assert sorted(kept) == sorted(OPERATIONS)
    assert {name.replace("_", "") for name in CALLS} == {name.lower() for name in OPERATIONS}


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_an_operation_takes_and_gives_is_as_botocore_has_it(name: str) -> None:
    def ends(session: boto3.session.Session) -> list[list[str]]:
        operation = client(session, PLACES[0]).meta.service_model.operation_model(name)
        return [described(end) for end in (operation.input_shape, operation.output_shape, *operation.error_shapes)]

    assert ends(LESS) == ends(WHOLE)


def described(shape: Shape | None) -> list[str]:
    """A shape and all that it is made of."""
    if shape is None:
        return []
    members = getattr(shape, "members", {})
    parts = [*members.values(), *(getattr(shape, part) for part in ("member", "key", "value") if hasattr(shape, part))]
    inner = (line for part in parts for line in described(part))
    return [f"{shape.name} {shape.type_name} {shape.serialization} {shape.metadata} {list(members)}", *inner]
