"""What was done to versions, in the order of its commits, for those who follow it live."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
