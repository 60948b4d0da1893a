"""explainAccess: who may ask, what is told, and that it is no oracle for what the asker cannot see."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update

from domain.errors import BadRequest, Forbidden, Unauthenticated
from domain.ids import Kind, encode_id
from policies.explain import Explanation
from policies.vocabulary import Permission
from services.call import Call, Rules
from services.explain import explain
from storage.database import Database
from storage.tables import METADATA
from tests.personas import Cast
from tests.resolvers.repositories import a_chart, a_chart_version, a_repository

pytestmark = pytest.mark.anyio
P = Permission
DIGEST = "sha256:" + "0" * 64
NODE_NOT_FOUND = Explanation(False, "Node was not found.")
WORKSPACE_NOT_FOUND = Explanation(False, "Workspace was not found.")


class Stage:
    """Two tenants with a product each: acme has submitted a version, umbrella has not.

    dev develops in acme and viewer looks on; reviewer is an app-reviewer; clerk holds USERS_READ and nothing else.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.versions: dict[str, str] = {}
        self.store_apps: dict[str, str] = {}

    async def set(self) -> "Stage":
        await self.cast.user("reviewer", "app-reviewer")
        await self.cast.role("clerk-role", [P.USERS_READ])
        await self.cast.user("clerk", "clerk-role")
        await self.cast.workspace("acme")
        await self.cast.workspace("umbrella")
        await self.cast.member("acme", "dev", "workspace-developer")
        await self.cast.member("acme", "viewer", "workspace-viewer")
        await self.cast.member("umbrella", "stranger", "workspace-developer")
        for workspace, state in (("acme", "SUBMITTED"), ("umbrella", "DRAFT")):
            await self.add_product(self.cast.workspaces[workspace], workspace, state)
        return self

    async def add_product(self, workspace_id: UUID, name: str, state: str) -> None:
        template_id, version_id, store_app_id = uuid4(), uuid4(), uuid4()
        async with self.cast.database.write() as tx:
            category = METADATA.tables["category"]
            shelf = (await tx.execute(select(category.c.id, category.c.created_at))).first()
            assert shelf is not None
            place = {"workspace_id": workspace_id, "name": name, "category_id": shelf.id}
            if name == "acme":
                await tx.execute(insert(METADATA.tables["blob"]).values(digest=DIGEST, size=1))
                await tx.execute(insert(METADATA.tables["text_blob"]).values(digest=DIGEST))
                await tx.execute(insert(METADATA.tables["package"]).values(digest=DIGEST, size=1, values_digest=DIGEST))
            at = None if state == "DRAFT" else shelf.created_at
            await tx.execute(insert(METADATA.tables["template"]).values(id=template_id, first_submitted_at=at, **place))
            await tx.execute(
                insert(METADATA.tables["version"]).values(
                    id=version_id,
                    template_id=template_id,
                    workspace_id=workspace_id,
                    version="1.0.0",
                    sort_key="1.0.0",
                    state=state,
                    package_digest=DIGEST,
                    first_submitted_at=at,
                )
            )
            await tx.execute(
                insert(METADATA.tables["store_app"]).values(id=store_app_id, template_id=template_id, **place)
            )
        self.versions[name] = encode_id(Kind.VERSION, version_id)
        self.store_apps[name] = encode_id(Kind.STORE_APP, store_app_id)

    async def ask(
        self,
        asker: str,
        about: str,
        permission: Permission,
        workspace: str | None = None,
        node: str | None = None,
    ) -> Explanation:
        return await asked(await self.cast.call(asker), about, permission, workspace, node)


async def asked(
    call: Call, about: str, permission: Permission, workspace: str | None = None, node: str | None = None
) -> Explanation:
    try:
        return await explain(call, about, permission, workspace, node)
    finally:
        await call.reader.close()


@pytest.fixture(scope="module")
async def stage(module_database_url: str) -> AsyncIterator[Stage]:
    database = Database(module_database_url)
    yield await Stage(await Cast.of(database, Rules(store_public=False))).set()
    await database.close()


async def test_one_may_ask_about_oneself(stage: Stage) -> None:
    explained = await stage.ask("dev", "dev", P.VERSIONS_SUBMIT, "acme")

    assert explained.allowed
    assert explained.rules == ("p, r:workspace-developer, versions, *", "g, u:dev, r:workspace-developer, w:acme")


async def test_nobody_asks_without_signing_in(stage: Stage) -> None:
    with pytest.raises(Unauthenticated):
        await asked(stage.cast.anonymous(), "anonymous", P.STORE_READ)


@pytest.mark.parametrize("about", ["viewer", "stranger", "no-such-user", ""])
async def test_asking_about_others_is_refused_alike_whether_or_not_they_exist(stage: Stage, about: str) -> None:
    with pytest.raises(Forbidden, match=r"^To ask about others needs the permission USERS_READ on the platform\.$"):
        await stage.ask("dev", about, P.STORE_READ)


async def test_a_holder_of_users_read_may_ask_about_anyone(stage: Stage) -> None:
    assert (await stage.ask("clerk", "reviewer", P.STORE_SUSPEND)).allowed
    assert not (await stage.ask("clerk", "dev", P.STORE_SUSPEND)).allowed


async def test_a_holder_of_users_read_is_told_that_there_is_no_such_user(stage: Stage) -> None:
    assert await stage.ask("admin", "nobody", P.STORE_READ) == Explanation(False, "There is no user nobody.")


async def test_a_workspace_that_the_asker_cannot_see_is_as_one_that_does_not_exist(stage: Stage) -> None:
    for asker, about in (("clerk", "dev"), ("clerk", "clerk"), ("stranger", "stranger"), ("reviewer", "reviewer")):
        assert await stage.ask(asker, about, P.TEMPLATES_READ, "acme") == WORKSPACE_NOT_FOUND
        assert await stage.ask(asker, about, P.TEMPLATES_READ, "made-up") == WORKSPACE_NOT_FOUND


async def test_a_node_that_the_asker_cannot_see_is_as_one_that_does_not_exist(stage: Stage) -> None:
    made_up = encode_id(Kind.VERSION, uuid4())

    for node in (stage.versions["umbrella"], made_up, "nonsense", "", stage.cast.workspace_gid("umbrella")):
        assert await stage.ask("dev", "dev", P.TEMPLATES_READ, node=node) == NODE_NOT_FOUND
        assert await stage.ask("clerk", "stranger", P.TEMPLATES_READ, node=node) == NODE_NOT_FOUND


async def test_a_draft_is_told_to_its_developer_with_the_clause_that_shows_it(stage: Stage) -> None:
    explained = await stage.ask("stranger", "stranger", P.VERSIONS_SUBMIT, node=stage.versions["umbrella"])

    assert explained.allowed
    assert explained.rules == (
        "p, r:workspace-developer, versions, *",
        "g, u:stranger, r:workspace-developer, w:umbrella",
        "scope, version, workspace_id is one of 1 where they hold what it needs",
    )


async def test_a_reviewer_sees_what_was_submitted_and_is_not_told_whose_workspace_it_is(stage: Stage) -> None:
    explained = await stage.ask("reviewer", "reviewer", P.REVIEWS_DECIDE_TECHNICAL, node=stage.versions["acme"])

    assert explained.allowed
    assert explained.rules[1:] == (
        "g, u:reviewer, r:app-reviewer, platform",
        "scope, version, first_submitted_at is set",
    )
    assert "acme" not in explained.reason


async def test_an_admin_is_told_that_the_reviewer_cannot_see_a_draft(stage: Stage) -> None:
    explained = await stage.ask("admin", "reviewer", P.TEMPLATES_READ, node=stage.versions["umbrella"])

    assert not explained.allowed
    assert explained.reason.startswith("reviewer cannot see it, so for them it does not exist.")


async def test_seeing_is_not_doing(stage: Stage) -> None:
    explained = await stage.ask("admin", "viewer", P.VERSIONS_SUBMIT, node=stage.versions["acme"])

    assert not explained.allowed
    assert "No role that viewer holds in the workspace acme allows VERSIONS_SUBMIT" in explained.reason
    assert "viewer sees it" in explained.reason


async def test_who_belongs_to_a_workspace_is_not_told_through_a_node_that_is_seen(stage: Stage) -> None:
    await stage.cast.role("store-clerk", [P.USERS_READ, P.STORE_READ])
    await stage.cast.user("shop", "store-clerk")

    about_others = await stage.ask("shop", "dev", P.TEMPLATES_UPDATE, node=stage.store_apps["acme"])
    about_themselves = await stage.ask("shop", "shop", P.STORE_READ, node=stage.store_apps["acme"])

    assert about_others == NODE_NOT_FOUND
    assert about_themselves.allowed


async def test_a_node_is_asked_about_where_it_is(stage: Stage) -> None:
    version = stage.versions["acme"]

    assert (await stage.ask("admin", "dev", P.VERSIONS_SUBMIT, "acme", version)).allowed
    assert await stage.ask("admin", "dev", P.VERSIONS_SUBMIT, "umbrella", version) == NODE_NOT_FOUND


@pytest.mark.parametrize("kind", ["workspace", "user", "role", "membership"])
async def test_every_kind_of_node_has_a_place(stage: Stage, kind: str) -> None:
    cast = stage.cast
    nodes = {
        "workspace": cast.workspace_gid("acme"),
        "user": cast.user_gid("dev"),
        "role": cast.role_gid("clerk-role"),
        "membership": cast.member_gid("acme", "dev"),
    }

    explained = await stage.ask("admin", "admin", P.USERS_READ, node=nodes[kind])

    assert explained.allowed
    assert explained.rules[-1].endswith("every row")


async def test_repositories_and_what_they_list_are_explained_where_they_are(stage: Stage) -> None:
    repository = a_repository(stage.cast.workspaces["acme"])
    chart = a_chart(repository, "emqx")
    version = a_chart_version(chart, "1.0.0")
    async with stage.cast.database.write() as tx:
        for row in (repository, chart, version):
            tx.add(row)
            await tx.flush()
    kinds = {Kind.REPOSITORY: repository, Kind.REPOSITORY_CHART: chart, Kind.REPOSITORY_CHART_VERSION: version}

    for kind, row in kinds.items():
        node = encode_id(kind, row.id)
        assert (await stage.ask("admin", "dev", P.REPOSITORIES_READ, node=node)).allowed
        assert not (await stage.ask("admin", "dev", P.REPOSITORIES_MANAGE, node=node)).allowed
        for foreign in (node, encode_id(kind, uuid4())):
            assert await stage.ask("stranger", "stranger", P.REPOSITORIES_READ, node=foreign) == NODE_NOT_FOUND


async def test_a_token_asks_only_about_what_it_sees(stage: Stage) -> None:
    created = await stage.cast.token("dev", [P.STORE_READ])
    call = await stage.cast.token_call(created.secret)

    assert await asked(call, "dev", P.VERSIONS_SUBMIT, "acme") == WORKSPACE_NOT_FOUND


async def test_a_membership_that_the_asker_cannot_see_counts_as_none(stage: Stage) -> None:
    cast = stage.cast
    await cast.role("passer-by", [P.WORKSPACES_READ], "acme")
    await cast.member("acme", "passer", "passer-by")
    await cast.role("user-reader", [P.USERS_READ])
    await cast.user("both", "user-reader")
    await cast.member("acme", "both", "passer-by")
    await cast.user("nowhere")

    about_member = await stage.ask("both", "dev", P.VERSIONS_SUBMIT, "acme")
    about_nobody = await stage.ask("both", "nowhere", P.VERSIONS_SUBMIT, "acme")

    assert not about_member.allowed
    assert about_member.reason == about_nobody.reason.replace("nowhere", "dev")
    own_node = cast.workspace_gid("acme")
    assert "workspace-developer" not in (await stage.ask("both", "dev", P.WORKSPACES_READ, node=own_node)).reason
    assert (await stage.ask("both", "both", P.WORKSPACES_READ, "acme")).allowed


async def test_a_token_for_one_workspace_learns_of_no_role_of_its_owner_elsewhere(stage: Stage) -> None:
    cast = stage.cast
    await cast.role("chief-role", [P.USERS_READ, P.STORE_READ, P.AUDIT_READ])
    await cast.user("chief", "chief-role")
    await cast.member("acme", "chief", "workspace-developer")
    await cast.member("umbrella", "chief", "workspace-admin")
    call = await cast.token_call((await cast.token("chief", workspace="acme")).secret)

    on_the_platform = await asked(call, "chief", P.USERS_READ)
    elsewhere = await asked(call, "chief", P.MEMBERS_MANAGE, node=stage.store_apps["umbrella"])
    here = await asked(call, "chief", P.VERSIONS_SUBMIT, "acme")
    by_the_platform = await asked(call, "chief", P.AUDIT_READ, "acme")

    told = "they hold no role."
    assert (on_the_platform.allowed, on_the_platform.reason.endswith(told)) == (False, True)
    assert elsewhere == NODE_NOT_FOUND or not elsewhere.allowed
    assert "workspace-admin" not in elsewhere.reason and "chief-role" not in elsewhere.reason
    assert here.rules == ("p, r:workspace-developer, versions, *", "g, u:chief, r:workspace-developer, w:acme")
    assert by_the_platform.allowed
    assert "chief-role" not in by_the_platform.reason


async def test_a_token_that_sees_no_workspace_is_told_of_no_role_in_it(stage: Stage) -> None:
    cast = stage.cast
    call = await cast.token_call((await cast.token("dev", [P.TEMPLATES_READ])).secret)

    explained = await asked(call, "dev", P.VERSIONS_SUBMIT, node=stage.versions["acme"])

    assert not explained.allowed
    assert "workspace-developer" not in explained.reason


async def test_a_workspace_is_never_told_by_its_id(stage: Stage) -> None:
    cast = stage.cast
    await cast.role("blind", [P.TEMPLATES_READ, P.TEMPLATES_UPDATE], "acme")
    await cast.member("acme", "blind", "blind")

    explained = await stage.ask("blind", "blind", P.TEMPLATES_UPDATE, node=stage.versions["acme"])

    assert explained.allowed
    assert explained.rules[1] == "g, u:blind, r:blind, w:(not visible)"
    assert str(cast.workspaces["acme"]) not in explained.reason + "".join(explained.rules)


async def test_a_disabled_user_may_do_nothing(stage: Stage) -> None:
    await stage.cast.member("acme", "gone", "workspace-developer")
    async with stage.cast.database.write() as tx:
        user = METADATA.tables["app_user"]
        await tx.execute(update(user).where(user.c.username == "gone").values(disabled=True))

    explained = await stage.ask("admin", "gone", P.VERSIONS_SUBMIT, node=stage.versions["acme"])

    assert explained == Explanation(False, "gone is disabled, and may do nothing.")


async def test_the_explanation_is_what_the_principal_is_allowed(stage: Stage) -> None:
    for username in ("admin", "reviewer", "clerk", "dev", "viewer", "stranger"):
        principal = (await stage.cast.call(username)).principal
        for workspace in (None, "acme"):
            place = None if workspace is None else stage.cast.workspaces[workspace]
            for permission in Permission:
                explained = await stage.ask("admin", username, permission, workspace)
                assert explained.allowed == principal.allows(permission, place)


async def test_a_name_that_cannot_be_stored_is_a_bad_request(stage: Stage) -> None:
    with pytest.raises(BadRequest):
        await stage.ask("admin", "admin", P.STORE_READ, "nul\x00")
