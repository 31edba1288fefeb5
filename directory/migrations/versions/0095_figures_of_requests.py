"""Figures of requests: whether a consultation came before, what stood there before corrections, and how long requests to States take.

Revision ID: 0095
Revises: 0092
Create Date: 2026-12-02 20:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0095'
down_revision = '0092'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('docket_entry') as batch_op:
        batch_op.add_column(sa.Column('after_consultation', sa.Boolean(), nullable=False, server_default=sa.false()))
    entry = sa.table('docket_entry', sa.column('after_consultation'), sa.column('consultation_id'))
    op.execute(entry.update().where(entry.c.consultation_id.is_not(None)).values(after_consultation=True))
    with op.batch_alter_table('docket_act') as batch_op:
        batch_op.add_column(sa.Column('former_measure', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('former_treaty_key', sa.String(length=160), nullable=False, server_default=''))
    op.create_table('request_duration',
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('half_days', sa.Integer(), nullable=False),
    sa.Column('most_days', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_request_duration_jurisdiction_key_jurisdiction')),
    sa.PrimaryKeyConstraint('jurisdiction_key', name=op.f('pk_request_duration'))
    )


def downgrade():
    op.drop_table('request_duration')
    with op.batch_alter_table('docket_act') as batch_op:
        batch_op.drop_column('former_treaty_key')
        batch_op.drop_column('former_measure')
    with op.batch_alter_table('docket_entry') as batch_op:
        batch_op.drop_column('after_consultation')
