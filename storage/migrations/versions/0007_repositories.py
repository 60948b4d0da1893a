"""Third-party repositories, provenance and the keys that vouch for it, and how often packages were downloaded."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NOW = sa.text("now()")
NOTHING = sa.text("''")
MOMENT = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table('repository',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(collation='C'), server_default=NOTHING, nullable=False),
        sa.Column('description', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('url', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('kind', sa.Text(), server_default=sa.text("'HELM'"), nullable=False),
        sa.Column('credentials', sa.LargeBinary(), nullable=True),
        sa.Column('sync_period', sa.Integer(), nullable=False),
        sa.Column('state', sa.Text(), server_default=sa.text("'PENDING'"), nullable=False),
        sa.Column('state_message', sa.Text(), nullable=True),
        sa.Column('last_synced_at', MOMENT, nullable=True),
        sa.Column('next_sync_at', MOMENT, nullable=True),
        sa.Column('failures', sa.Integer(), nullable=False),
        sa.Column('seen_etag', sa.Text(), nullable=True),
        sa.Column('seen_last_modified', sa.Text(), nullable=True),
        sa.Column('seen_digest', sa.Text(), nullable=True),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('created_at', MOMENT, server_default=NOW, nullable=False),
        sa.Column('updated_at', MOMENT, server_default=NOW, nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('HELM', 'S3', 'OCI')", name='repository_kind'),
        sa.CheckConstraint("state IN ('PENDING', 'SYNCING', 'SUCCESSFUL', 'FAILED')", name='repository_state'),
        sa.ForeignKeyConstraint(['created_by'], ['app_user.id']),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('repository_due', 'repository', ['next_sync_at'], postgresql_where=sa.text('next_sync_at IS NOT NULL'))
    op.create_index('repository_name_key', 'repository', ['workspace_id', 'name'], unique=True)
    op.create_table('signing_key',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('fingerprint', sa.Text(collation='C'), server_default=NOTHING, nullable=False),
        sa.Column('owners', sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column('public_key', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('expires_at', MOMENT, nullable=True),
        sa.Column('created_by', sa.Uuid(), nullable=True),
        sa.Column('created_at', MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(['created_by'], ['app_user.id']),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('signing_key_fingerprint_key', 'signing_key', ['workspace_id', 'fingerprint'], unique=True)
    op.create_table('repository_chart',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('repository_id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.Text(collation='C'), server_default=NOTHING, nullable=False),
        sa.Column('description', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('icon', sa.Text(), nullable=True),
        sa.Column('home', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('keywords', sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column('deprecated', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['repository_id'], ['repository.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_repository_chart_workspace_id', 'repository_chart', ['workspace_id'])
    op.create_index('repository_chart_name_key', 'repository_chart', ['repository_id', 'name'], unique=True)
    op.create_table('repository_sync',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('repository_id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('state', sa.Text(), server_default=sa.text("'PENDING'"), nullable=False),
        sa.Column('started_at', MOMENT, server_default=sa.text('clock_timestamp()'), nullable=False),
        sa.Column('finished_at', MOMENT, nullable=True),
        sa.Column('message', sa.Text(), nullable=True),
        sa.Column('charts_added', sa.Integer(), nullable=False),
        sa.Column('charts_removed', sa.Integer(), nullable=False),
        sa.Column('versions_added', sa.Integer(), nullable=False),
        sa.Column('versions_changed', sa.Integer(), nullable=False),
        sa.Column('versions_removed', sa.Integer(), nullable=False),
        sa.Column('entries_skipped', sa.Integer(), nullable=False),
        sa.Column('requested_by', sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('PENDING', 'SYNCING', 'SUCCESSFUL', 'FAILED')", name='repository_sync_state'),
        sa.ForeignKeyConstraint(['repository_id'], ['repository.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_repository_sync_workspace_id', 'repository_sync', ['workspace_id'])
    op.create_index('repository_sync_order', 'repository_sync', ['repository_id', 'started_at', 'id'])
    op.create_index('repository_sync_unfinished', 'repository_sync', ['repository_id'], unique=True, postgresql_where=sa.text('finished_at IS NULL'))
    op.create_table('provenance',
        sa.Column('version_id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('package_digest', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('text_digest', sa.Text(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('signing_key_id', sa.Uuid(), nullable=True),
        sa.Column('fault', sa.Text(), nullable=True),
        sa.Column('created_at', MOMENT, server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(['signing_key_id'], ['signing_key.id'], ondelete='SET NULL'),
        sa.ForeignKeyConstraint(['text_digest'], ['text_blob.digest']),
        sa.ForeignKeyConstraint(['version_id'], ['version.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('version_id')
    )
    op.create_index('ix_provenance_signing_key_id', 'provenance', ['signing_key_id'])
    op.create_index('ix_provenance_text_digest', 'provenance', ['text_digest'])
    op.create_index('ix_provenance_workspace_id', 'provenance', ['workspace_id'])
    op.create_table('repository_chart_version',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('chart_id', sa.Uuid(), nullable=False),
        sa.Column('repository_id', sa.Uuid(), nullable=False),
        sa.Column('workspace_id', sa.Uuid(), nullable=False),
        sa.Column('version', sa.Text(), server_default=NOTHING, nullable=False),
        sa.Column('app_version', sa.Text(), nullable=True),
        sa.Column('sort_key', sa.Text(collation='C'), nullable=False),
        sa.Column('created_at', MOMENT, nullable=True),
        sa.Column('digest', sa.Text(), nullable=True),
        sa.Column('urls', sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column('fingerprint', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['chart_id'], ['repository_chart.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['repository_id'], ['repository.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id']),
        sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_repository_chart_version_workspace_id', 'repository_chart_version', ['workspace_id'])
    op.create_index('repository_chart_version_key', 'repository_chart_version', ['chart_id', 'version'], unique=True)
    op.create_index('repository_chart_version_order', 'repository_chart_version', ['chart_id', 'sort_key', 'id'])
    op.create_index('repository_chart_version_repository', 'repository_chart_version', ['repository_id'])
    op.add_column('store_app', sa.Column('downloads', sa.BigInteger(), server_default=sa.text('0'), nullable=False))
    op.create_index('store_app_downloads', 'store_app', ['downloads', 'id'], postgresql_where=sa.text('listed'))
    op.add_column('version', sa.Column('downloads', sa.BigInteger(), server_default=sa.text('0'), nullable=False))
    # The store shows whose signature a version has; a key that goes takes its signatures along.
    op.execute(
        "CREATE CONSTRAINT TRIGGER provenance_changes_store AFTER INSERT OR DELETE OR UPDATE ON provenance "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_store_revision()"
    )
