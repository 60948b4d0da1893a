"""How much data there is, and by which name a load of it is known again."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from storage.database import MIGRATIONS

HERE = Path(__file__).parent
VERSIONS_EACH = 10
WORKSPACES = 200
USERS = 1000
SUBMISSIONS_A_VERSION = 2


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes; the rest follows: two reviews for each version, and charts that workspaces share by name and bytes."""

    workspaces: int
    templates_each: int
    versions_each: int
    users: int

    @property
    def templates(self) -> int:
        """In all workspaces together."""
        return self.workspaces * self.templates_each

    @property
    def versions(self) -> int:
        """Of all templates together."""
        return self.templates * self.versions_each

    @property
    def charts(self) -> int:
        """Different products: each workspace has half of them."""
        return 2 * self.templates_each

    @property
    def generation(self) -> str:
        """Differs when the same scale would give other rows: by the programs here or the tables."""
        sources = sorted((*HERE.glob("*.py"), *HERE.glob("*.sql"), *(MIGRATIONS / "versions").glob("*.py")))
        texts = (repr(self), *(source.read_text() for source in sources))
        return sha256("\0".join(texts).encode()).hexdigest()[:16]


def scale_of(versions: int) -> Scale:
    """200 workspaces and 1,000 users with about that many versions; ValueError below one template a workspace."""
    templates_each = versions // (WORKSPACES * VERSIONS_EACH)
    if templates_each < 1:
        raise ValueError(f"at least {WORKSPACES * VERSIONS_EACH} versions are needed, not {versions}")
    return Scale(WORKSPACES, templates_each, VERSIONS_EACH, USERS)
