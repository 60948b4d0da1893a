"""The revision of what Helm's indexes list."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    pass
