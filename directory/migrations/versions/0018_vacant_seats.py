"""Seats of consultations: under which authority a person sits, and since when a seat is vacant.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-26 04:25:00

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('consultation_seat', sa.Column('vacant_since', sa.DateTime(timezone=True), nullable=True))
    op.execute(
        'UPDATE consultation_seat SET authority_key ='
        ' (SELECT authority_key FROM account WHERE account.id = consultation_seat.account_id)'
        ' WHERE account_id IS NOT NULL'
    )


def downgrade():
    op.execute('UPDATE consultation_seat SET authority_key = NULL WHERE account_id IS NOT NULL')
    op.drop_column('consultation_seat', 'vacant_since')
