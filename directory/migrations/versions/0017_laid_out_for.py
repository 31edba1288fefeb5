"""For whom the shifts of a desk were laid out.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-26 04:30:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('desk_rota', schema=None) as batch_op:
        batch_op.add_column(sa.Column('laid_out_for', sa.JSON(), server_default='[]', nullable=False))


def downgrade():
    with op.batch_alter_table('desk_rota', schema=None) as batch_op:
        batch_op.drop_column('laid_out_for')
