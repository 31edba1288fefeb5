"""Columns for a request that was sent: of a draft, its day and channel; of a consultation, its channel, the authority
to which the other State passed it on, and the earlier consultation.

Revision ID: 0059
Revises: 0058
Create Date: 2026-12-01 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sent_channel', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('earlier_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('passed_on_to_key', sa.String(length=160), nullable=True))
        batch_op.create_index(batch_op.f('ix_consultation_earlier_id'), ['earlier_id'], unique=False)
        batch_op.create_foreign_key(
            batch_op.f('fk_consultation_earlier_id_consultation'), 'consultation', ['earlier_id'], ['id']
        )
        batch_op.create_foreign_key(
            batch_op.f('fk_consultation_passed_on_to_key_authority'), 'authority', ['passed_on_to_key'], ['key']
        )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sent_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('sent_channel', sa.String(length=20), server_default='', nullable=False))


def downgrade():
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_column('sent_channel')
        batch_op.drop_column('sent_on')
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_consultation_passed_on_to_key_authority'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_consultation_earlier_id_consultation'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_consultation_earlier_id'))
        batch_op.drop_column('passed_on_to_key')
        batch_op.drop_column('earlier_id')
        batch_op.drop_column('sent_channel')
