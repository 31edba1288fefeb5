"""Requests of programs that are done once.

Revision ID: 0029
Revises: 0028
Create Date: 2026-11-26 08:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('repeated_request',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('asked', sa.String(length=64), nullable=False),
    sa.Column('made', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_repeated_request'))
    )
    with op.batch_alter_table('repeated_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_repeated_request_expires_at'), ['expires_at'], unique=False)


def downgrade():
    with op.batch_alter_table('repeated_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_repeated_request_expires_at'))

    op.drop_table('repeated_request')
