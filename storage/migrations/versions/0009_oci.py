"""What the OCI registry keeps: manifests, artifacts that speak of them, and uploads on their way in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NOW = sa.text("now()")
NOTHING = sa.text("''")
MOMENT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "oci_manifest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("package_digest", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("provenance_digest", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("config_digest", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("config", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("oci_manifest_config", "oci_manifest", ["config_digest"])
    op.create_index("oci_manifest_digest", "oci_manifest", ["digest"])
    op.create_index("oci_manifest_version_key", "oci_manifest", ["version_id"], unique=True)
    op.create_table(
        "oci_artifact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("manifest_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("artifact_type", sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column("descriptor", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["manifest_id"], ["oci_manifest.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("oci_artifact_key", "oci_artifact", ["manifest_id", "digest"], unique=True)
    op.create_table(
        "oci_artifact_blob",
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["artifact_id"], ["oci_artifact.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"]),
        sa.PrimaryKeyConstraint("artifact_id", "digest"),
    )
    op.create_index("ix_oci_artifact_blob_digest", "oci_artifact_blob", ["digest"])
    op.create_table(
        "oci_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), server_default=NOTHING, nullable=False),
        sa.Column("size", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_oci_upload_created_at", "oci_upload", ["created_at"])
    op.create_index("ix_oci_upload_user_id", "oci_upload", ["user_id"])
    op.create_index("ix_oci_upload_workspace_id", "oci_upload", ["workspace_id"])
    op.create_table(
        "oci_upload_part",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"]),
        sa.ForeignKeyConstraint(["upload_id"], ["oci_upload.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("upload_id", "start"),
    )
    op.create_index("ix_oci_upload_part_digest", "oci_upload_part", ["digest"])
    op.create_table(
        "oci_staged",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["blob.digest"]),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"]),
        sa.PrimaryKeyConstraint("user_id", "workspace_id", "name", "digest"),
    )
    op.create_index("ix_oci_staged_created_at", "oci_staged", ["created_at"])
    op.create_index("ix_oci_staged_digest", "oci_staged", ["digest"])
    op.create_index("ix_oci_staged_workspace_id", "oci_staged", ["workspace_id"])
