"""A random public id for each finding of an exercise, so that its address does not reveal how many others there are.

Revision ID: 0087
Revises: 0086
Create Date: 2026-12-02 16:40:00.000000

"""
import secrets

from alembic import op
import sqlalchemy as sa


revision = '0087'
down_revision = '0086'
branch_labels = None
depends_on = None

FINDINGS = sa.table('exercise_finding', sa.column('id'), sa.column('public_id'))


def upgrade():
    with op.batch_alter_table('exercise_finding') as batch_op:
        batch_op.add_column(sa.Column('public_id', sa.String(length=20), nullable=True))
    connection = op.get_bind()
    for number in connection.scalars(sa.select(FINDINGS.c.id)).all():
        named = sa.update(FINDINGS).where(FINDINGS.c.id == number).values(public_id=secrets.token_hex(8))
        connection.execute(named)
    with op.batch_alter_table('exercise_finding') as batch_op:
        batch_op.alter_column('public_id', existing_type=sa.String(length=20), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_exercise_finding_public_id'), ['public_id'])


def downgrade():
    with op.batch_alter_table('exercise_finding') as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_exercise_finding_public_id'), type_='unique')
        batch_op.drop_column('public_id')
