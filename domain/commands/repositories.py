"""Commands on third-party repositories. Ids are global ids; a URL may still have a username and password in it."""

from dataclasses import dataclass, field

from domain.upstream import RepositoryCredentials


@dataclass(frozen=True, slots=True)
class CheckRepository:
    """What is there, before it is added to the workspace."""

    workspace: str
    url: str = field(repr=False)
    credentials: RepositoryCredentials | None = None


@dataclass(frozen=True, slots=True)
class AddRepository:
    """A new repository of the workspace; `sync_period` in seconds."""

    workspace: str
    name: str
    url: str = field(repr=False)
    description: str | None = None
    credentials: RepositoryCredentials | None = None
    sync_period: int = 0


@dataclass(frozen=True, slots=True)
class UpdateRepository:
    """Changes to a repository; None leaves a field as it is. New credentials replace all that there were."""

    id: str
    revision: int
    url: str | None = field(default=None, repr=False)
    description: str | None = None
    credentials: RepositoryCredentials | None = None
    remove_credentials: bool = False
    sync_period: int | None = None
