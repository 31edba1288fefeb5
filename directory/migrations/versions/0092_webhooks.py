"""Webhooks: addresses of programs that are told of events, and the deliveries to them.

Revision ID: 0092
Revises: 0087
Create Date: 2026-12-03 09:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0092'
down_revision = '0087'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('webhook',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_id', sa.Integer(), nullable=False),
    sa.Column('sealed_url', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_secret', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_former_secret', sa.LargeBinary(), nullable=False),
    sa.Column('former_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_webhook_account_id_account')),
    sa.ForeignKeyConstraint(['token_id'], ['api_token.id'], name=op.f('fk_webhook_token_id_api_token')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webhook_public_id'))
    )
    with op.batch_alter_table('webhook') as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_account_id'), ['account_id'])
        batch_op.create_index(batch_op.f('ix_webhook_key_name'), ['key_name'])
        batch_op.create_index(batch_op.f('ix_webhook_token_id'), ['token_id'])
    op.create_table('webhook_delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('webhook_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(length=40), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_key', sa.String(length=40), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('fault', sa.String(length=40), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leased_by', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name=op.f('fk_webhook_delivery_webhook_id_webhook'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_delivery')),
    sa.UniqueConstraint('public_id', name=op.f('uq_webhook_delivery_public_id')),
    sa.UniqueConstraint('webhook_id', 'subject_kind', 'source_id', name=op.f('uq_webhook_delivery_webhook_id'))
    )
    with op.batch_alter_table('webhook_delivery') as batch_op:
        batch_op.create_index('ix_webhook_delivery_ended_at', ['ended_at', 'due_at'])
        batch_op.create_index(batch_op.f('ix_webhook_delivery_queued_at'), ['queued_at'])
        batch_op.create_index('ix_webhook_delivery_subject', ['webhook_id', 'subject_kind', 'subject_key'])


def downgrade():
    op.drop_table('webhook_delivery')
    op.drop_table('webhook')
