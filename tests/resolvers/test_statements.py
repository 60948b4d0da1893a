"""However much a query shows, it takes the same number of statements: nothing is asked row by row."""

import pytest

from services.call import Call
from storage.tables import AuditEvent, Membership, ReviewPhase, StoreScreenshot, TemplateScreenshot, User
from tests.resolvers.world import SCHEMA, START, World, a_review, a_store_app, a_template, a_version, digest, run

pytestmark = pytest.mark.anyio

CONSOLE = """
fragment person on User { username email platformRole { name permissions } }
fragment shelf on Category { name storeAppCount }
fragment picture on Image { url width }
fragment review on Review {
  id state publisher { name } submittedBy { ...person }
  phases { name state reviewer { ...person } } version { version template { name } }
}
fragment version on AppVersion {
  id version state viewerActions createdBy { ...person } template { name } storeApp { name }
  package { fileName downloadUrl } chart { name maintainers { name } } readme values valuesSchema
  files { path text } file(path: "values.yaml") { text }
  review { ...review } reviews(first: 3) { totalCount nodes { ...review } }
  audit(first: 3) { totalCount nodes { action workspace { name } } }
}
query Console {
  viewer { user { ...person } memberships { role { name } } apiTokens { workspace { name } } }
  workspaces(first: 5) {
    totalCount
    nodes {
      name usage { templates versions storedBytes } viewerPermissions roles { name }
      members(first: 15) { totalCount nodes { user { ...person } role { name } workspace { name } } }
      template(name: "emqx") { name }
      templates(first: 15) {
        totalCount pageInfo { endCursor }
        edges {
          cursor
          node {
            name state viewerActions changedSincePublished workspace { name } publisher { name }
            icon { ...picture } screenshots { ...picture } category { ...shelf } createdBy { ...person }
            latestVersion { ...version } active: latestVersion(states: [ACTIVE]) { version }
            version(version: "1.0.0") { version }
            versions(first: 5) { totalCount nodes { ...version } }
            storeApp {
              name icon { ...picture } screenshots { ...picture } category { ...shelf } publisher { name }
              latestVersion { version } versions(first: 3) { totalCount nodes { version state } }
            }
          }
        }
      }
    }
  }
}
"""


async def test_twice_as_many_rows_take_as_many_statements(world: World) -> None:
    await grow(world, "few", 3)
    few, rows_of_few = await counted(world.admin())

    await grow(world, "more", 6)
    more, rows_of_more = await counted(world.admin())

    assert rows_of_more > rows_of_few * 1.5
    assert more == few


async def test_what_is_asked_for_twice_is_read_once(world: World) -> None:
    twice, once = world.admin(), world.admin()

    await run(twice, '{ a: workspace(name: "acme") { name } b: workspace(name: "acme") { name } }')
    await run(once, '{ a: workspace(name: "acme") { name } }')

    assert twice.reader.statements == once.reader.statements == 1


async def test_a_total_alone_reads_no_page_and_a_page_alone_no_total(world: World) -> None:
    total, page, neither = world.admin(), world.admin(), world.admin()

    await run(total, "{ templates { totalCount } }")
    await run(page, "{ templates { nodes { name } edges { cursor } pageInfo { hasNextPage } } }")
    await run(neither, "{ templates { __typename } }")

    assert [call.reader.statements for call in (total, page, neither)] == [1, 1, 0]


async def test_more_screenshots_take_no_more_statements(world: World) -> None:
    query = "{ templates { nodes { screenshots { digest width } } } }"
    two, four = world.admin(), world.admin()
    await run(two, query)
    shots = (TemplateScreenshot(template_id=world.id("emqx"), position=2 + n, image_digest=digest(2)) for n in (0, 1))
    await world.add(*shots)

    shown = await run(four, query)

    assert len(shown["templates"]["nodes"][0]["screenshots"]) == 4
    assert four.reader.statements == two.reader.statements == 3


async def test_what_was_committed_since_is_seen_after_starting_afresh(world: World) -> None:
    call = world.admin()
    query = '{ workspace(name: "acme") { displayName } templates { totalCount } }'
    await SCHEMA.execute(query, context_value=call)
    world.rows["acme"].display_name = "Renamed"
    await world.add(world.rows["acme"], a_template(world, "added"))

    same = await SCHEMA.execute(query, context_value=call)
    await call.start_afresh()
    fresh = await run(call, query)

    assert same.data == {"workspace": {"displayName": "Acme Inc."}, "templates": {"totalCount": 3}}
    assert fresh == {"workspace": {"displayName": "Renamed"}, "templates": {"totalCount": 4}}


async def counted(call: Call) -> tuple[int, int]:
    """How many statements the query takes, and how much it shows."""
    data = await run(call, CONSOLE)
    return call.reader.statements, str(data).count("'version'")


async def grow(world: World, prefix: str, number: int) -> None:
    """Further templates with all that belongs to one, and further members."""
    for index in range(number):
        user = User(username=f"{prefix}{index}", platform_role_id=world.id("role platform-regular"))
        member = Membership(workspace_id=world.id("acme"), user_id=user.id, role_id=world.id("role workspace-viewer"))
        template = a_template(world, f"{prefix}{index}", icon_digest=digest(2), first_submitted_at=START)
        template.created_by = user.id
        store_app = a_store_app(template)
        versions = [a_version(world, template, f"1.{minor}.0", "ACTIVE") for minor in range(2)]
        reviews = [a_review(world, version, "PASSED", index) for version in versions]
        for version, review in zip(versions, reviews, strict=True):
            version.review_id, review.submitted_by = review.id, user.id
        await world.add(
            user,
            member,
            template,
            TemplateScreenshot(template_id=template.id, position=0, image_digest=digest(3)),
            store_app,
            StoreScreenshot(store_app_id=store_app.id, position=0, image_digest=digest(3)),
            *versions,
            *reviews,
            *(
                ReviewPhase(review_id=review.id, position=0, name="TECHNICAL", reviewer_id=user.id)
                for review in reviews
            ),
            *(
                AuditEvent(action="version.submit", subject=f"ver_{version.id}", workspace_id=version.workspace_id)
                for version in versions
            ),
        )
