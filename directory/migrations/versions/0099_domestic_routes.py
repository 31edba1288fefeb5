"""Steps on the way of a request within a State: the office, its kind, the days, and what a step rests on.

Revision ID: 0099
Revises: 0098
Create Date: 2026-12-03 11:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0099'
down_revision = '0098'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('rule') as batch_op:
        batch_op.add_column(sa.Column('office_key', sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column('office_kind', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('basis', sa.String(length=20), server_default='', nullable=False))
        batch_op.create_foreign_key(
            batch_op.f('fk_rule_office_key_authority'), 'authority', ['office_key'], ['key']
        )


def downgrade():
    with op.batch_alter_table('rule') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_rule_office_key_authority'), type_='foreignkey')
        batch_op.drop_column('basis')
        batch_op.drop_column('days')
        batch_op.drop_column('office_kind')
        batch_op.drop_column('office_key')
