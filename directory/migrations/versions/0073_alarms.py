"""Alarms: ways to wake people on duty, alarms, attempts, and gateways that fail.

Revision ID: 0073
Revises: 0072
Create Date: 2026-12-01 23:50:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('alarm_way',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('wait_minutes', sa.Integer(), nullable=False),
    sa.Column('sealed_address', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('hint', sa.String(length=60), nullable=False),
    sa.Column('device', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('proven_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alarm_way_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm_way')),
    sa.UniqueConstraint('public_id', name=op.f('uq_alarm_way_public_id'))
    )
    with op.batch_alter_table('alarm_way') as batch_op:
        batch_op.create_index(batch_op.f('ix_alarm_way_account_id'), ['account_id'])
        batch_op.create_index(batch_op.f('ix_alarm_way_device'), ['device'])
        batch_op.create_index(batch_op.f('ix_alarm_way_key_name'), ['key_name'])
    op.create_table('alarm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=6), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(length=20), nullable=False),
    sa.Column('subject_key', sa.String(length=160), nullable=False),
    sa.Column('focal_point_key', sa.String(length=160), nullable=True),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('acknowledge_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alarm_account_id_account')),
    sa.ForeignKeyConstraint(['focal_point_key'], ['focal_point.key'], name=op.f('fk_alarm_focal_point_key_focal_point')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm'))
    )
    with op.batch_alter_table('alarm') as batch_op:
        batch_op.create_index('ix_alarm_occasion', ['occasion', 'subject_key'])
        batch_op.create_index(batch_op.f('ix_alarm_account_id'), ['account_id'])
        batch_op.create_index(batch_op.f('ix_alarm_acknowledge_by'), ['acknowledge_by'])
        batch_op.create_index(batch_op.f('ix_alarm_ended_at'), ['ended_at'])
        batch_op.create_index(batch_op.f('ix_alarm_focal_point_key'), ['focal_point_key'])
    op.create_table('alarm_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('alarm_id', sa.Integer(), nullable=False),
    sa.Column('way_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('hint', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('wait_minutes', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply', sa.String(length=120), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leased_by', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['alarm_id'], ['alarm.id'], name=op.f('fk_alarm_attempt_alarm_id_alarm')),
    sa.ForeignKeyConstraint(['way_id'], ['alarm_way.id'], name=op.f('fk_alarm_attempt_way_id_alarm_way'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm_attempt')),
    sa.UniqueConstraint('public_id', name=op.f('uq_alarm_attempt_public_id')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_alarm_attempt_token_digest'))
    )
    with op.batch_alter_table('alarm_attempt') as batch_op:
        batch_op.create_index('ix_alarm_attempt_state', ['state', 'due_at'])
        batch_op.create_index(batch_op.f('ix_alarm_attempt_alarm_id'), ['alarm_id'])
        batch_op.create_index(batch_op.f('ix_alarm_attempt_way_id'), ['way_id'])
    op.create_table('alarm_gateway',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('failing_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retry_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fault', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_alarm_gateway'))
    )
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.add_column(sa.Column('alarms_ended_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.drop_column('alarms_ended_at')
    op.drop_table('alarm_gateway')
    op.drop_table('alarm_attempt')
    op.drop_table('alarm')
    op.drop_table('alarm_way')
