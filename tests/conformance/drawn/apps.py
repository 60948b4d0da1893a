"""Templates at random, with their versions, reviews and what the store shows of them."""

from uuid import UUID

from domain.lifecycle import ReviewState, VersionState
from domain.semver import sort_key
from tests.conformance.drawn.signing import add_provenance
from tests.conformance.drawn.store import Row, Store
from tests.conformance.drawn.values import COUNTS, KEYWORDS, NAMES, NUMBERS, PEOPLE

_SHOWN = (
    *("display_name", "summary", "description", "home", "keywords", "sources"),
    *("maintainers", "icon_digest", "category_id"),
)


def add_template(store: Store, workspace: Row, number: int) -> None:
    """A template of the workspace with all that belongs to one; no other number gives it the same name."""
    template = store.add(
        "template",
        id=store.new_id(),
        workspace_id=workspace["id"],
        name=store.name(number),
        state=store.one_of(("DRAFT", "ACTIVE", "SUSPENDED")),
        suspended_at=store.rarely(),
        first_submitted_at=store.maybe_time(),
        created_by=store.maybe("app_user"),
        created_at=store.time(),
        updated_at=store.time(),
        revision=store.one_of(NUMBERS),
        deleted_at=workspace["deleted_at"] or store.rarely(),
        **_shown(store),
    )
    for place in store.times(0, 1):
        _add_shot(store, "template_screenshot", "template_id", template["id"], place)
    for place in store.times(1, 4):
        _add_version(store, template, place)
    if store.flag():
        _add_store_app(store, template)


def _shown(store: Store) -> Row:
    return {
        "display_name": store.text(),
        "summary": store.text(),
        "description": store.text(),
        "home": "",
        "keywords": store.one_of(KEYWORDS),
        "sources": store.one_of(KEYWORDS),
        "maintainers": store.one_of(PEOPLE),
        "icon_digest": store.maybe("image", "digest"),
        "category_id": store.some("category")["id"],
    }


def _add_shot(store: Store, table: str, column: str, owner: UUID, place: int) -> None:
    store.add(table, **{column: owner}, position=place, image_digest=store.some("image")["digest"])


def _add_store_app(store: Store, template: Row) -> None:
    same = store.flag()
    shown = {name: template[name] for name in _SHOWN} if same else _shown(store)
    app = store.add(
        "store_app",
        id=store.new_id(),
        template_id=template["id"],
        workspace_id=template["workspace_id"],
        name=template["name"],
        listed=store.flag(),
        downloads=store.one_of(COUNTS),
        published_at=store.time(),
        updated_at=store.time(),
        **shown,
    )
    for place in store.times(0, 1):
        _add_shot(store, "store_screenshot", "store_app_id", app["id"], place)


def _add_version(store: Store, template: Row, number: int) -> None:
    name = f"{store.one_of(('1.0.0', '1.0.0-rc.1', 'v2.0.0'))}+{number}"
    version = store.add(
        "version",
        id=store.new_id(),
        template_id=template["id"],
        workspace_id=template["workspace_id"],
        version=name,
        app_version=store.text() if store.flag() else None,
        sort_key=sort_key(name),
        description=store.text(),
        state=store.one_of([state.value for state in VersionState]),
        state_message=store.text() if store.flag() else None,
        state_changed_at=store.time(),
        package_digest=store.some("package")["digest"],
        review_id=None,
        first_submitted_at=store.maybe_time(),
        created_by=store.maybe("app_user"),
        uploaders=[store.some("app_user")["id"]] if store.flag() else [],
        created_at=store.time(),
        updated_at=store.time(),
        revision=store.one_of(NUMBERS),
        downloads=store.one_of(COUNTS),
        deleted_at=template["deleted_at"] or store.rarely(),
    )
    add_provenance(store, version)
    for _ in store.times(0, 2):
        version["review_id"] = _add_review(store, version)["id"]


def _add_review(store: Store, version: Row) -> Row:
    review = store.add(
        "review",
        id=store.new_id(),
        version_id=version["id"],
        template_id=version["template_id"],
        workspace_id=version["workspace_id"],
        template_name=store.text(),
        version_name=version["version"],
        publisher_name=store.one_of(NAMES),
        publisher_display_name=store.text(),
        package_digest=version["package_digest"],
        state=store.one_of([state.value for state in ReviewState]),
        submitted_by=store.maybe("app_user"),
        uploaders=[store.some("app_user")["id"]] if store.flag() else [],
        submitted_at=store.time(),
        decided_at=store.maybe_time(),
    )
    for place in store.times(0, 2):
        store.add(
            "review_phase",
            review_id=review["id"],
            position=place,
            name=("BUSINESS", "TECHNICAL")[place],
            state=store.one_of(("PENDING", "IN_REVIEW", "PASSED", "REJECTED")),
            reviewer_id=store.maybe("app_user"),
            started_at=store.maybe_time(),
            decided_at=None,
            message=store.text() if store.flag() else None,
        )
    return review
