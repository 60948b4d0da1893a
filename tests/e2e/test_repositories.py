"""A repository from the first look at it to a chart of one's own, over the wire, with a worker beside the server."""

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from server.embedded import Backends
from tests.e2e import documents as d
from tests.e2e.client import Client
from tests.e2e.conftest import serving
from tests.fixtures.upstream import ALLOWED, Upstream, an_upstream
from tests.uploads.builder import make_chart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PASSWORD = "open-sesame-4711"
CHECK = d.mutation("checkRepository", "$input: CheckRepositoryInput!", "kind chartCount versionCount")
ADD = d.mutation("addRepository", "$input: AddRepositoryInput!", "repository { id name url hasCredentials state }")
SYNC = d.mutation("syncRepository", "$id: ID!", "repository { state syncs(first: 1) { nodes { state } } }")
IMPORT = d.mutation("importChartVersion", "$id: ID!", "version { id version state template { name } }")
DELETE = d.mutation("deleteRepository", "$id: ID!", "deletedId")
CREATE_TOKEN = d.mutation("createApiToken", "$input: CreateApiTokenInput!", "secret")
PACKAGE = "query ($id: ID!) { node(id: $id) { ... on AppVersion { package { downloadUrl } } } }"
LOOK = """query ($id: ID!) { node(id: $id) { ... on HelmRepository { state stateMessage lastSyncedAt
  syncs(first: 1) { nodes { state chartsAdded versionsAdded versionsRemoved entriesSkipped message } }
  charts { nodes { id name latestVersion { id version } versions { totalCount } } } } } }"""


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    with an_upstream() as upstream:
        upstream.user = ("reader", PASSWORD)
        for version in ("1.0.0", "1.10.0", "1.9.0"):
            upstream.publish("emqx", version)
        upstream.publish("redis", "7.0.0")
        yield upstream


@pytest.fixture(scope="module")
def base_url(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that may ask this machine, and has a worker."""
    more = {"ALLOWED_OUTBOUND": ALLOWED, "WORKER_CONCURRENCY": "1"}
    with serving(module_backends, tmp_path_factory.mktemp("data"), **more) as url:
        yield url


def settled(client: Client, repository: str) -> Any:
    """The repository, once its sync is over."""
    for _ in range(200):
        shown = client.run(LOOK, id=repository)["node"]
        if shown["state"] in ("SUCCESSFUL", "FAILED"):
            return shown
        time.sleep(0.1)
    raise AssertionError(f"the sync does not end: {shown}")


def test_a_repository_is_checked_added_synced_imported_from_and_removed(admin: Client, upstream: Upstream) -> None:
    workspace = admin.run(d.CREATE_WORKSPACE, input={"name": "importers"})["createWorkspace"]["workspace"]["id"]
    given = {"workspace": workspace, "url": upstream.with_user("reader", PASSWORD, "/index.yaml")}

    checked = admin.run(CHECK, input=given)["checkRepository"]
    assert checked == {"kind": "HELM", "chartCount": 2, "versionCount": 4, "userErrors": []}

    added = admin.run(ADD, input={**given, "name": "charts"})["addRepository"]["repository"]
    assert (added["url"], added["hasCredentials"]) == (upstream.url, True)
    shown = settled(admin, added["id"])
    assert (shown["state"], shown["stateMessage"]) == ("SUCCESSFUL", None)
    assert (shown["syncs"]["nodes"][0]["chartsAdded"], shown["syncs"]["nodes"][0]["versionsAdded"]) == (2, 4)
    emqx = shown["charts"]["nodes"][0]
    assert (emqx["name"], emqx["latestVersion"]["version"], emqx["versions"]["totalCount"]) == ("emqx", "1.10.0", 3)

    imported = admin.run(IMPORT, id=emqx["latestVersion"]["id"])["importChartVersion"]["version"]
    assert (imported["version"], imported["state"], imported["template"]["name"]) == ("1.10.0", "DRAFT", "emqx")

    upstream.withdraw("emqx", "1.9.0")
    admin.run(SYNC, id=added["id"])
    again = settled(admin, added["id"])
    assert again["syncs"]["nodes"][0]["versionsRemoved"] == 1
    assert again["charts"]["nodes"][0]["id"] == emqx["id"]

    assert admin.run(DELETE, id=added["id"])["deleteRepository"]["deletedId"] == added["id"]
    assert admin.run(LOOK, id=added["id"])["node"] is None


def test_no_answer_shows_a_password(admin: Client, upstream: Upstream, anonymous: Client) -> None:
    workspace = admin.run(d.CREATE_WORKSPACE, input={"name": "careful"})["createWorkspace"]["workspace"]["id"]
    urls = [
        upstream.with_user("reader", f"{PASSWORD}-wrong"),
        upstream.with_user("reader", PASSWORD, "/nowhere"),
        f"https://reader:{PASSWORD}@10.0.0.1/charts",
        f"https://reader:{PASSWORD}@/charts",
        f"gopher://reader:{PASSWORD}@x.example/",
        f"https://reader:{PASSWORD}@x.example/#{'x' * 3000}",
    ]
    told = [admin.post(CHECK, {"input": {"workspace": workspace, "url": url}}) for url in urls]

    assert all("userErrors" in str(one) or "errors" in one for one in told)
    assert PASSWORD not in str(told)
    assert PASSWORD not in anonymous.http.get("/metrics").text


def test_a_caller_without_the_right_has_no_such_mutation(admin: Client, anonymous: Client) -> None:
    given = {"username": "plain", "password": PASSWORD, "email": "p@example.org", "platformRole": "platform-regular"}
    admin.run(d.CREATE_USER, input=given)
    plain = anonymous.signed_in("plain", PASSWORD)

    for document in (SYNC, IMPORT, DELETE):
        assert plain.refused(document, id="rep_00000000-0000-0000-0000-000000000000") == "GRAPHQL_VALIDATION_FAILED"


def published(admin: Client, anonymous: Client, workspace: str) -> bytes:
    """The package of an app of the workspace that is in the store: uploaded by one, reviewed by another."""
    given = {"username": "second", "password": PASSWORD, "email": "s@example.org", "platformRole": "platform-admin"}
    admin.run(d.CREATE_USER, input=given)
    second, package = anonymous.signed_in("second", PASSWORD), make_chart("lamp", "1.0.0+b.1")
    made = admin.upload(d.CREATE_TEMPLATE, {"input.package": package}, input={"workspace": workspace, "package": None})
    version = made["createTemplate"]["template"]["versions"]["nodes"][0]["id"]
    for who, step, said in (
        (admin, "submitVersion", ""),
        (second, "startReview", "phase: TECHNICAL"),
        (second, "passReview", "phase: TECHNICAL"),
        (admin, "publishVersion", ""),
    ):
        assert who.run(d.on_version(step, said), id=version)[step]["userErrors"] == []
    return package


def test_one_store_imports_from_another_by_each_way_that_it_serves(
    admin: Client, anonymous: Client, base_url: str
) -> None:
    """The other one is itself: it asks itself as it would ask anybody."""
    workspaces = [
        admin.run(d.CREATE_WORKSPACE, input={"name": name})["createWorkspace"]["workspace"]["id"]
        for name in ("sellers", "buyers-store", "buyers-workspace", "buyers-registry")
    ]
    package = published(admin, anonymous, workspaces[0])
    token = admin.run(CREATE_TOKEN, input={"name": "import"})["createApiToken"]["secret"]
    sources = (
        (f"{base_url}/helm/store", None),
        (f"{base_url}/helm/workspaces/sellers", {"username": "admin", "password": token}),
        (base_url.replace("http://", "oci://") + "/sellers/lamp", None),
    )
    for workspace, (url, credentials) in zip(workspaces[1:], sources, strict=True):
        given = {"workspace": workspace, "name": "other", "url": url, "credentials": credentials}
        added = admin.run(ADD, input=given)["addRepository"]
        assert added["userErrors"] == [], url
        listed = settled(admin, added["repository"]["id"])
        assert (listed["state"], [chart["name"] for chart in listed["charts"]["nodes"]]) == ("SUCCESSFUL", ["lamp"])

        chart = listed["charts"]["nodes"][0]["latestVersion"]
        imported = admin.run(IMPORT, id=chart["id"])["importChartVersion"]["version"]
        assert (chart["version"], imported["version"], imported["state"]) == ("1.0.0+b.1", "1.0.0+b.1", "DRAFT")
        link = admin.run(PACKAGE, id=imported["id"])["node"]["package"]["downloadUrl"]
        assert anonymous.http.get(link, follow_redirects=True).content == package


def test_a_repository_in_a_bucket_is_synced_and_imported_from(
    admin: Client, module_backends: Backends, s3_client: "S3Client"
) -> None:
    bucket, package = module_backends.s3, make_chart("buoy", "0.3.0")
    entry = {"apiVersion": "v2", "name": "buoy", "version": "0.3.0", "urls": ["packages/buoy-0.3.0.tgz"]}
    index = json.dumps({"apiVersion": "v1", "entries": {"buoy": [entry]}}).encode()
    for key, body in (("charts/index.yaml", index), ("charts/packages/buoy-0.3.0.tgz", package)):
        s3_client.put_object(Bucket=bucket.bucket, Key=key, Body=body)
    workspace = admin.run(d.CREATE_WORKSPACE, input={"name": "bucketers"})["createWorkspace"]["workspace"]["id"]
    endpoint = str(bucket.endpoint_url).removeprefix("http://")
    keys = {"accessKeyId": bucket.access_key_id, "secretAccessKey": bucket.secret_access_key}
    given = {"workspace": workspace, "url": f"s3://{endpoint}/{bucket.bucket}/charts"}

    without_keys = admin.run(CHECK, input=given)["checkRepository"]
    assert [fault["code"] for fault in without_keys["userErrors"]] == ["UNREACHABLE"]
    added = admin.run(ADD, input={**given, "name": "bucket", "credentials": keys})["addRepository"]
    assert added["userErrors"] == []
    shown = settled(admin, added["repository"]["id"])
    assert (shown["state"], [chart["name"] for chart in shown["charts"]["nodes"]]) == ("SUCCESSFUL", ["buoy"])
    made = admin.run(IMPORT, id=shown["charts"]["nodes"][0]["latestVersion"]["id"])["importChartVersion"]["version"]
    assert (made["version"], made["state"]) == ("0.3.0", "DRAFT")
