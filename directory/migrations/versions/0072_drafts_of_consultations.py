"""A draft remembers the consultation from which it was begun; a consultation has the stage of the proceedings.

Revision ID: 0072
Revises: 0071
Create Date: 2026-12-01 21:40:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0072'
down_revision = '0071'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(length=20), server_default='', nullable=False))
    with op.batch_alter_table('draft') as batch_op:
        batch_op.add_column(sa.Column('consultation_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_draft_consultation_id'), ['consultation_id'])
        batch_op.create_foreign_key(batch_op.f('fk_draft_consultation_id_consultation'), 'consultation', ['consultation_id'], ['id'])


def downgrade():
    with op.batch_alter_table('draft') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_draft_consultation_id_consultation'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_draft_consultation_id'))
        batch_op.drop_column('consultation_id')
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.drop_column('stage')
