"""Verifications, how long they hold, campaigns, and reports of wrong contacts.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-25 03:40:00

"""
from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('campaign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=30), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=True),
    sa.Column('network_key', sa.String(length=160), nullable=True),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('only_due', sa.Boolean(), nullable=False),
    sa.Column('reminder_days', sa.Integer(), nullable=False),
    sa.Column('second_reminder_days', sa.Integer(), nullable=False),
    sa.Column('escalation_days', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_campaign_author_id_account')),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_campaign_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['network_key'], ['network.key'], name=op.f('fk_campaign_network_key_network')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('public_id', name=op.f('uq_campaign_public_id'))
    )
    op.create_table('campaign_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=10), nullable=False),
    sa.Column('public_id', sa.String(length=30), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('next_step', sa.String(length=20), nullable=False),
    sa.Column('next_step_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=20), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_entry_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_entry')),
    sa.UniqueConstraint('campaign_id', 'kind', 'key', name=op.f('uq_campaign_entry_campaign_id')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_campaign_entry_token_digest'))
    )
    with op.batch_alter_table('campaign_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_entry_key'), ['key'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_entry_next_step_at'), ['next_step_at'], unique=False)

    op.create_table('verification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.Integer(), nullable=True),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('details', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_verification_account_id_account')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_verification_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verification'))
    )
    with op.batch_alter_table('verification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verification_key'), ['key'], unique=False)

    op.create_table('verification_period',
    sa.Column('network_key', sa.String(length=160), nullable=False),
    sa.Column('period', sa.String(length=20), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['network_key'], ['network.key'], name=op.f('fk_verification_period_network_key_network')),
    sa.PrimaryKeyConstraint('network_key', 'period', name=op.f('pk_verification_period'))
    )
    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=30), nullable=False),
    sa.Column('contact_key', sa.String(length=160), nullable=False),
    sa.Column('authority_key', sa.String(length=160), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=10), nullable=False),
    sa.Column('network_key', sa.String(length=160), nullable=True),
    sa.Column('fault', sa.String(length=20), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['settled_by_id'], ['account.id'], name=op.f('fk_report_settled_by_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_public_id'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_contact_key'), ['contact_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_jurisdiction_key'), ['jurisdiction_key'], unique=False)

    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_dead', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade():
    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.drop_column('is_dead')

    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_jurisdiction_key'))
        batch_op.drop_index(batch_op.f('ix_report_contact_key'))

    op.drop_table('report')
    op.drop_table('verification_period')
    with op.batch_alter_table('verification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verification_key'))

    op.drop_table('verification')
    with op.batch_alter_table('campaign_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_entry_next_step_at'))
        batch_op.drop_index(batch_op.f('ix_campaign_entry_key'))

    op.drop_table('campaign_entry')
    op.drop_table('campaign')
