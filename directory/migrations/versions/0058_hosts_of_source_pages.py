"""A source page no longer repeats the host of its address.

Revision ID: 0058
Revises: 0057
Create Date: 2026-12-01 06:30:00.000000

"""
from urllib.parse import urlsplit

from alembic import op
import sqlalchemy as sa


revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None

PAGE = sa.table('source_page', sa.column('id', sa.Integer), sa.column('address', sa.Text), sa.column('host', sa.Text))


def upgrade():
    with op.batch_alter_table('source_page', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_source_page_host'))
        batch_op.drop_column('host')


def downgrade():
    with op.batch_alter_table('source_page', schema=None) as batch_op:
        batch_op.add_column(sa.Column('host', sa.Text(), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_source_page_host'), ['host'], unique=False)
    connection = op.get_bind()
    for page_id, address in connection.execute(sa.select(PAGE.c.id, PAGE.c.address)).all():
        connection.execute(PAGE.update().where(PAGE.c.id == page_id).values(host=_host_of(address)))
    with op.batch_alter_table('source_page', schema=None) as batch_op:
        batch_op.alter_column('host', server_default=None)


def _host_of(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return ''
    return parts.hostname or '' if parts.scheme in ('http', 'https') else ''
