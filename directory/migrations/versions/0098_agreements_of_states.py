"""Whether a State agrees that somebody outside of it invites a person into an office of it.

Revision ID: 0098
Revises: 0097
Create Date: 2026-12-03 00:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0098'
down_revision = '0097'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.add_column(sa.Column('agreement', sa.String(length=10), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('decider_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_invitation_decider_id_account'), 'account', ['decider_id'], ['id'])
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.alter_column('agreement', server_default=None)


def downgrade():
    with op.batch_alter_table('invitation') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invitation_decider_id_account'), type_='foreignkey')
        batch_op.drop_column('decided_at')
        batch_op.drop_column('decider_id')
        batch_op.drop_column('agreement')
