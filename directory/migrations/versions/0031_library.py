"""Kind, crime types, issues and treaty articles of a law.

Revision ID: 0031
Revises: 0030
Create Date: 2026-11-26 08:14:02.104518

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('law_kind', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('crime_types', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('issues', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('treaty_articles', sa.JSON(), server_default='[]', nullable=False))


def downgrade():
    with op.batch_alter_table('legislation', schema=None) as batch_op:
        batch_op.drop_column('treaty_articles')
        batch_op.drop_column('issues')
        batch_op.drop_column('crime_types')
        batch_op.drop_column('law_kind')
