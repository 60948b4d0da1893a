"""Who is who at an OpenID provider: look-ups and rows, whoever asks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from policies.vocabulary import RoleScope
from storage.tables import Identity, Role, UsedSignIn, User
from storage.transaction import Transaction


async def user_of_identity(tx: Transaction, issuer: str, subject: str) -> User | None:
    """The user whom the provider's person is here, disabled or not."""
    statement = (
        select(User)
        .join(Identity, col(Identity.user_id) == col(User.id))
        .where(col(Identity.issuer) == issuer, col(Identity.subject) == subject)
        .with_for_update(of=User, key_share=True)
    )
    return (await tx.execute(statement)).scalar_one_or_none()


async def platform_role(tx: Transaction, name: str) -> Role | None:
    """The role of that name that can be held on the platform, built-in or custom."""
    here = (col(Role.name) == name, col(Role.workspace_id).is_(None), col(Role.scope) == RoleScope.PLATFORM.value)
    return (await tx.execute(select(Role).where(*here))).scalar_one_or_none()


async def names_like(tx: Transaction, username: str) -> frozenset[str]:
    """Of the usernames that are taken, this one and those that add to it after a hyphen."""
    username_is = col(User.username)
    like = or_(username_is == username, username_is.startswith(f"{username}-", autoescape=True))
    return frozenset((await tx.execute(select(username_is).where(like))).scalars())


async def use_up(tx: Transaction, sign_in_id: UUID, expires_at: datetime) -> bool:
    """Notes that the sign-in came back; False when it had before. Forgets those that cannot come back any more."""
    await tx.execute(delete(UsedSignIn).where(col(UsedSignIn.expires_at) < func.now()))
    new = upsert(UsedSignIn).values(id=sign_in_id, expires_at=expires_at).on_conflict_do_nothing()
    return (await tx.execute(new.returning(col(UsedSignIn.id)))).one_or_none() is not None
