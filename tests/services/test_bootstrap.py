"""What a database has before it serves, made once, by however many replicas."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel, col

from domain.commands.people import Login
from policies.vocabulary import BUILTIN_ROLES, Permission
from services import bootstrap, sessions
from services.bootstrap import builtin_role_id, prepare
from services.principals import builtin_permissions
from storage.database import Database
from storage.tables import Category, Role, User
from tests.calls import call_as
from tests.personas import Cast

pytestmark = pytest.mark.anyio


async def rows(database: Database, model: type[SQLModel]) -> list[Any]:
    async with database.write() as tx:
        return list((await tx.execute(select(model))).scalars())


async def test_first_start_makes_roles_shelf_and_admin(database: Database) -> None:
    password = await prepare(database, None)

    assert password is not None and len(password) >= 16
    made = {role.name: role for role in await rows(database, Role)}
    assert set(made) == {role.name for role in BUILTIN_ROLES}
    for name, role in made.items():
        assert frozenset(map(Permission, role.permissions)) == builtin_permissions()[name]
        assert role.id == builtin_role_id(name)
    assert [category.name for category in await rows(database, Category)] == ["uncategorized"]
    opened = await sessions.login(call_as(database), Login("admin", password))
    assert opened.principal.platform == frozenset(Permission)


async def test_second_start_changes_nothing(cast: Cast) -> None:
    before = await cast.revision()

    generated = await prepare(cast.database, "another password")

    assert generated is None
    assert await cast.revision() == before
    assert len(await rows(cast.database, User)) == 1
    await cast.sign_in("admin")


async def test_replicas_that_start_together_make_one_admin(database: Database) -> None:
    passwords = await asyncio.gather(*(prepare(database, None) for _ in range(4)))

    assert sum(password is not None for password in passwords) == 1
    assert len(await rows(database, User)) == 1
    assert len(await rows(database, Role)) == len(BUILTIN_ROLES)


async def test_row_that_differs_from_the_program_is_put_right(cast: Cast) -> None:
    viewer = builtin_role_id("workspace-viewer")
    async with cast.database.write() as tx:
        await tx.execute(update(Role).where(col(Role.id) == viewer).values(permissions=["AUDIT_READ"]))

    await prepare(cast.database, None)

    async with cast.database.write() as tx:
        held = await tx.scalar(select(col(Role.permissions)).where(col(Role.id) == viewer))
    assert frozenset(map(Permission, held or ())) == builtin_permissions()["workspace-viewer"]
    assert [event.subject_name for event in await cast.events("role.update")] == ["workspace-viewer"]


async def test_given_password_is_taken_and_not_given_back(database: Database) -> None:
    assert await prepare(database, "given by hand") is None

    opened = await sessions.login(call_as(database), Login(bootstrap.FIRST_ADMIN, "given by hand"))

    assert opened.principal.username == "admin"


async def test_audit_log_names_the_system_and_never_the_password(cast: Cast) -> None:
    events = await cast.events("user.create")

    assert [(event.actor, event.subject_name, event.message) for event in events] == [
        ("system", "admin", "as platform-admin")
    ]
