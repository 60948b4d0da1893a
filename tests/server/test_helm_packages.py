"""Packages of a classic repository: who has which, how the bytes come, and what is counted."""

import logging
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update
from sqlmodel import col

from server.embedded import Backends
from server.http.head import Head
from server.http.helm.handing import _goes_along
from storage.tables import Provenance, StoreApp, Template, TextBlob, Version
from tests.server.compiled import Process, Store, process
from tests.server.helm import STORE, basic, fill, workspace
from tests.server.web import digest_of
from tests.services.stage import Stage, set_stage
from tests.uploads.builder import make_chart

pytestmark = pytest.mark.anyio

NAMES = [("kafka", "v1.0.0+build.5"), ("A.b_c-1.0.0", "1.0.0-rc.1"), ("emqx-extra", "0.0.1+a-b.c")]
PROVENANCE = "-----BEGIN PGP SIGNED MESSAGE-----\n\u00e9\n-----BEGIN PGP SIGNATURE-----\n"


class World:
    """A store with packages whose bytes are in the bucket."""

    def __init__(self, started: Process, store: Store, stage: Stage) -> None:
        self.started = started
        self.store = store
        self.stage = stage

    async def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """The answer, from another host than the bucket's."""
        return await self.started.http.get(path, headers=headers or {})

    async def chart(self, name: str, version: str, state: str = "ACTIVE") -> UUID:
        """The id of a version of a new chart in `demo`, in this state, and in the store when it is ACTIVE."""
        _, made = await self.stage.template(name, version)
        version_id = UUID(made[4:])
        async with self.stage.database.write() as tx:
            await tx.execute(update(Version).where(col(Version.id) == version_id).values(state=state))
            row = await tx.get_one(Version, version_id)
            template = await tx.get_one(Template, row.template_id)
            if state == "ACTIVE":
                shown = {"name": name, "category_id": template.category_id, "maintainers": []}
                tx.add(StoreApp(template_id=template.id, workspace_id=template.workspace_id, **shown))
        return version_id

    async def downloads(self, version_id: UUID) -> int:
        """What is counted, once it is written."""
        parts = self.started.endpoint.parts
        await parts.downloads.flush(parts.database)
        row = await self.stage.row(Version, version_id)
        return int(row.downloads)


@pytest.fixture(scope="module")
async def world(module_backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    given = {"COST_BUDGET": "0", "PUBLIC_URL": "http://store"}
    async with process(module_backends, tmp_path_factory.mktemp("data"), **given) as started:
        store = await Store.of(started)
        await fill(store)
        parts = started.endpoint.parts
        yield World(started, store, await set_stage(parts.database, parts.blobs))


def paths_of(name: str, version: str) -> list[str]:
    file = f"{name}-{version}.tgz"
    return [f"{STORE}/charts/demo/{name}/{file}", f"{workspace('demo')}/charts/{name}/{file}"]


@pytest.mark.parametrize(("name", "version"), NAMES)
async def test_a_package_is_at_the_path_that_its_index_says_whatever_it_is_called(
    world: World, name: str, version: str
) -> None:
    await world.chart(name, version)

    for place in (STORE, workspace("demo")):
        index = (await world.get(f"{place}/index.yaml")).json()
        (url,) = next(one["urls"] for one in index["entries"][name] if one["version"] == version)
        answer = await world.get(f"{place}/{url}")
        assert answer.status_code == 307
        async with httpx.AsyncClient() as http:
            package = await http.get(answer.headers["location"])
        assert package.content == make_chart(name, version)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert int(parse_qs(urlsplit(answer.headers["location"]).query)["X-Amz-Expires"][0]) <= 300


async def test_no_link_and_no_credential_is_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.chart("logged", "1.0.0")
    token = await world.store.session("dev")
    with caplog.at_level(logging.DEBUG):
        answer = await world.get(paths_of("logged", "1.0.0")[0], basic("dev", token))

    assert answer.status_code == 307
    told = "".join(record.getMessage() for record in caplog.records)
    for secret in (token, basic("dev", token)["Authorization"][6:], "X-Amz-Signature"):
        assert secret not in told


async def test_head_redirects_to_a_link_that_is_good_for_head_and_counts_nothing(world: World) -> None:
    version_id = await world.chart("headed", "1.0.0")
    path = paths_of("headed", "1.0.0")[0]

    answer = await world.started.http.head(path)

    assert answer.status_code == 307
    async with httpx.AsyncClient() as http:
        assert (await http.head(answer.headers["location"])).status_code == 200
    assert await world.downloads(version_id) == 0


async def test_each_get_of_a_package_counts_and_of_a_signed_link_too(world: World) -> None:
    version_id = await world.chart("counted", "1.0.0")
    link = f'{{ node(id: "ver_{version_id}") {{ ... on AppVersion {{ package {{ downloadUrl }} }} }} }}'
    url = (await world.started.data(link))["node"]["package"]["downloadUrl"]

    for path in (*paths_of("counted", "1.0.0"), "/files/" + url.rpartition("/")[2]):
        assert (await world.get(path)).status_code in (302, 307)
        assert (await world.started.http.head(path)).status_code in (302, 307)
    await world.get(paths_of("counted", "1.0.0")[0] + ".prov")
    await world.get(paths_of("counted", "9.9.9")[0])

    assert await world.downloads(version_id) == 3
    shown = f'{{ node(id: "ver_{version_id}") {{ ... on AppVersion {{ downloads storeApp {{ downloads }} }} }} }}'
    assert await world.started.data(shown) == {"node": {"downloads": 3, "storeApp": {"downloads": 3}}}


async def test_a_client_that_would_send_its_credential_along_is_given_the_bytes_from_here(world: World) -> None:
    version_id = await world.chart("near", "1.0.0")
    bucket_host = httpx.URL((await world.get(paths_of("near", "1.0.0")[0])).headers["location"]).host
    headers = {**basic("dev", await world.store.session("dev")), "Host": f"{bucket_host}:8000"}
    before = await world.downloads(version_id)

    for path in paths_of("near", "1.0.0"):
        answer = await world.get(path, headers)
        assert (answer.status_code, answer.content) == (200, make_chart("near", "1.0.0"))
        assert answer.headers["content-disposition"] == 'attachment; filename="near-1.0.0.tgz"'
        assert answer.headers["content-type"] == "application/gzip"
        headed = await world.started.http.head(path, headers=headers)
        assert (headed.status_code, headed.content) == (200, b"")
        assert headed.headers["content-length"] == str(len(answer.content))

    assert await world.downloads(version_id) == before + 2


@pytest.mark.parametrize(
    ("host", "public", "bucket", "goes"),
    [
        ("store.example:8000", "", "store.example:9000", True),
        ("store.example", "", "s3.store.example", True),
        ("store.example", "", "astore.example", False),
        ("127.0.0.1:8000", "", "s3.example", False),
        ("inner", "store.example", "s3.store.example", True),
        ("", "", "s3.example", False),
        ("[", "", "s3.example", True),  # no host at all
    ],
)
def test_a_credential_goes_along_to_the_same_host_and_below_it(host: str, public: str, bucket: str, goes: bool) -> None:
    last = {b"authorization": b"Basic x", b"host": host.encode()}

    assert _goes_along(Head(last, list(last.items())), public, f"http://{bucket}/key?x") == goes
    assert not _goes_along(Head({b"host": host.encode()}, []), public, f"http://{bucket}/key?x")


async def test_who_may_have_which_package(world: World) -> None:
    acme, other, dark = (workspace(name) + "/charts" for name in ("acme", "other", "dark"))
    tokens = {who: await world.store.session(who) for who in ("admin", "dev", "vera", "rita", "stan")}
    everyone, nobody = {"", *tokens}, set[str]()
    may = {
        f"{STORE}/charts/acme/emqx/emqx-1.0.0.tgz": everyone,
        f"{STORE}/charts/acme/emqx/emqx-v0.9.0+build.7.tgz": everyone,
        f"{STORE}/charts/acme/emqx/emqx-2.0.0.tgz": nobody,
        f"{STORE}/charts/acme/emqx/emqx-0.1.0.tgz": nobody,
        f"{STORE}/charts/other/redis/redis-1.0.0.tgz": nobody,
        f"{STORE}/charts/gone/old/old-1.0.0.tgz": nobody,
        f"{acme}/emqx/emqx-1.0.0.tgz": everyone,
        f"{acme}/emqx/emqx-2.0.0.tgz": {"admin", "dev"},
        f"{acme}/emqx/emqx-1.1.0.tgz": {"admin", "dev", "rita"},
        f"{acme}/emqx/emqx-0.1.0.tgz": nobody,
        f"{other}/nginx/nginx-1.0.0.tgz": {"admin", "vera"},
        f"{other}/nginx/nginx-1.1.0.tgz": {"admin", "vera", "rita"},
        f"{dark}/secret/secret-1.0.0.tgz": {"admin", "rita"},
        f"{workspace('gone')}/charts/old/old-1.0.0.tgz": nobody,
        f"{acme}/nginx/nginx-1.0.0.tgz": nobody,
    }
    for path, allowed in may.items():
        got = {who for who in everyone if (await status(world, path, tokens.get(who))) == 307}
        assert got == allowed, path


async def status(world: World, path: str, token: str | None) -> int:
    answer = await world.get(path, {} if token is None else {"Authorization": f"Bearer {token}"})
    assert answer.status_code in (307, 404) if token or path.startswith(STORE) else (307, 401)
    return answer.status_code


async def test_what_one_may_not_have_is_answered_as_what_is_not_there(world: World) -> None:
    stan = {"Authorization": f"Bearer {await world.store.session('stan')}"}
    foreign = [f"{workspace('dark')}/charts/secret/secret-1.0.0.tgz", f"{workspace('acme')}/charts/emqx/emqx-2.0.0.tgz"]
    made_up = [f"{workspace('none')}/charts/secret/secret-1.0.0.tgz", f"{workspace('acme')}/charts/emqx/emqx-7.0.0.tgz"]

    for headers, suffix in ((stan, ""), ({}, ""), (stan, ".prov"), ({}, ".prov")):
        for one, other in zip(foreign, made_up, strict=True):
            first, second = await world.get(one + suffix, headers), await world.get(other + suffix, headers)
            assert (first.status_code, first.content) == (second.status_code, second.content)
            assert first.status_code == (404 if headers else 401)


@pytest.mark.parametrize(
    "file",
    [
        *("emqx-1.0.0", "emqx-1.0.0.zip", "redis-1.0.0.tgz", "emqx-.tgz", "emqx-1.0.tgz", "emqx-01.0.0.tgz", ".tgz"),
        *("emqx-1.0.0.tgz.prov.prov", "emqx-1.0.0.prov", "emqx-1.0.0%00.tgz", "emqx-1.0.0.tgz%2f..", "emqx-1.0.0.tgz/"),
        *("emqx-" + "1" * 5000 + ".0.0.tgz", "EMQX-1.0.0.tgz"),
    ],
)
async def test_no_other_name_is_a_package(world: World, file: str) -> None:
    assert (await world.get(f"{STORE}/charts/acme/emqx/{file}")).status_code == 404


@pytest.mark.parametrize("chart", ["%00", "emqx%00", "..%2femqx", "*", "%25"])
async def test_no_other_chart_is_one(world: World, chart: str) -> None:
    for publisher in ("acme", chart):
        assert (await world.get(f"{STORE}/charts/{publisher}/{chart}/{chart}-1.0.0.tgz")).status_code == 404


async def test_a_provenance_file_is_beside_its_package_for_those_who_have_that(world: World) -> None:
    version_id = await world.chart("proven", "1.0.0")
    path = paths_of("proven", "1.0.0")[0]
    without = await world.get(path + ".prov")
    await prove(world, version_id)

    answer, headed = await world.get(path + ".prov"), await world.started.http.head(path + ".prov")

    assert without.status_code == 404
    assert (answer.status_code, answer.text) == (200, PROVENANCE)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["content-length"] == str(len(PROVENANCE.encode()))


async def prove(world: World, version_id: UUID) -> None:
    digest = digest_of(PROVENANCE.encode())
    async with world.stage.database.write() as tx:
        version = await tx.get_one(Version, version_id)
        tx.add(TextBlob(digest=digest, text=PROVENANCE))
        await tx.flush()
        about = {"version_id": version_id, "workspace_id": version.workspace_id, "size": len(PROVENANCE)}
        tx.add(Provenance(**about, package_digest=version.package_digest, text_digest=digest))


async def test_the_provenance_of_a_package_that_was_replaced_is_not_served(world: World) -> None:
    version_id = await world.chart("replaced", "1.0.0")
    path = paths_of("replaced", "1.0.0")[0]
    async with world.stage.database.write() as tx:
        digest = "sha256:" + "a" * 64
        version = await tx.get_one(Version, version_id)
        tx.add(TextBlob(digest=digest, text="of another package"))
        await tx.flush()
        about = {"version_id": version_id, "workspace_id": version.workspace_id, "size": 1}
        tx.add(Provenance(**about, package_digest="sha256:" + "b" * 64, text_digest=digest))

    assert (await world.get(path)).status_code == 307
    assert (await world.get(path + ".prov")).status_code == 404


async def test_a_bucket_that_has_lost_a_package_is_no_fault_of_the_client(world: World) -> None:
    host = httpx.URL((await world.get(f"{STORE}/charts/acme/emqx/emqx-1.0.0.tgz")).headers["location"]).host
    headers = {**basic("dev", await world.store.session("dev")), "Host": host}

    answer = await world.get(f"{STORE}/charts/acme/emqx/emqx-1.0.0.tgz", headers)

    assert answer.status_code == 503
    assert "X-Amz" not in answer.text


async def test_nothing_but_get_and_head_is_taken(world: World) -> None:
    for path in paths_of("emqx", "1.0.0"):
        assert (await world.started.http.put(path)).status_code == 405
