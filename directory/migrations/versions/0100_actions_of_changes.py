"""What each change did with its entry, and the State of the entry.

Revision ID: 0100
Revises: 0099
Create Date: 2026-12-03 00:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0100'
down_revision = '0099'
branch_labels = None
depends_on = None
STATES = {
    'jurisdiction': 'SELECT key FROM jurisdiction WHERE jurisdiction.key = change.key',
    'authority': 'SELECT jurisdiction_key FROM authority WHERE authority.key = change.key',
    'focal_point': 'SELECT jurisdiction_key FROM focal_point JOIN authority ON authority.key = authority_key'
    ' WHERE focal_point.key = change.key',
    'requirement': 'SELECT jurisdiction_key FROM requirement_sheet WHERE requirement_sheet.key = change.key',
    'legislation': 'SELECT jurisdiction_key FROM legislation WHERE legislation.key = change.key',
}
TABLES = {kind: kind for kind in (*STATES, 'network', 'treaty')} | {'requirement': 'requirement_sheet'}


def upgrade():
    # The default stays: during an update, processes of the version before still write to the log.
    op.add_column('change', sa.Column('action', sa.String(length=10), nullable=False, server_default='changed'))
    op.add_column('change', sa.Column('jurisdiction_key', sa.String(length=160), nullable=True))
    op.create_index('ix_change_kind_key', 'change', ['kind', 'key', 'public_id'], unique=False)
    # Of earlier changes the first one of an entry made it, and the last one of an entry that is gone deleted it.
    # Whoever was told of a change between reads the entry again, whatever the change did.
    op.execute(
        "UPDATE change SET action = 'created' WHERE public_id IN"
        " (SELECT min(public_id) FROM change WHERE public_id IS NOT NULL GROUP BY kind, key)"
    )
    for kind, table in TABLES.items():
        op.execute(
            f"UPDATE change SET action = 'deleted' WHERE kind = '{kind}' AND public_id IN"
            f" (SELECT max(public_id) FROM change WHERE kind = '{kind}' AND public_id IS NOT NULL"
            f" AND key NOT IN (SELECT key FROM {table}) GROUP BY key)"
        )
    for kind, state in STATES.items():
        op.execute(
            f"UPDATE change SET jurisdiction_key = ({state}) WHERE kind = '{kind}' AND public_id IS NOT NULL"
        )


def downgrade():
    op.drop_index('ix_change_kind_key', table_name='change')
    op.drop_column('change', 'jurisdiction_key')
    op.drop_column('change', 'action')
