"""Sign-in with the account at the office: issuers, bound accounts, sessions there.

Revision ID: 0101
Revises: 0100
Create Date: 2026-12-03 00:20:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0101'
down_revision = '0100'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('issuer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('client_id', sa.String(length=200), nullable=False),
    sa.Column('sealed_client_secret', sa.LargeBinary(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('authority_key', sa.String(length=160), nullable=True),
    sa.Column('acr_values', sa.JSON(), nullable=False),
    sa.Column('amr_values', sa.JSON(), nullable=False),
    sa.Column('tells_of_logout', sa.Boolean(), nullable=False),
    sa.Column('metadata_read', sa.JSON(), nullable=False),
    sa.Column('keys_read', sa.JSON(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['authority_key'], ['authority.key'], name=op.f('fk_issuer_authority_key_authority')),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_issuer_jurisdiction_key_jurisdiction')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuer')),
    sa.UniqueConstraint('public_id', name=op.f('uq_issuer_public_id')),
    sa.UniqueConstraint('url', name=op.f('uq_issuer_url'))
    )
    with op.batch_alter_table('issuer') as batch_op:
        batch_op.create_index(batch_op.f('ix_issuer_jurisdiction_key'), ['jurisdiction_key'])
        batch_op.create_index(batch_op.f('ix_issuer_key_name'), ['key_name'])
    op.create_table('office_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('issuer_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('bound_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('two_factors_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_office_account_account_id_account')),
    sa.ForeignKeyConstraint(['issuer_id'], ['issuer.id'], name=op.f('fk_office_account_issuer_id_issuer'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_account')),
    sa.UniqueConstraint('public_id', name=op.f('uq_office_account_public_id')),
    sa.UniqueConstraint('issuer_id', 'subject', name='uq_office_account_subject'),
    sa.UniqueConstraint('issuer_id', 'account_id', name='uq_office_account_account')
    )
    with op.batch_alter_table('office_account') as batch_op:
        batch_op.create_index(batch_op.f('ix_office_account_account_id'), ['account_id'])
    op.create_table('office_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('office_account_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('sid', sa.String(length=255), nullable=False),
    sa.Column('sealed_token', sa.LargeBinary(), nullable=False),
    sa.Column('token_kind', sa.String(length=20), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leased_by', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_office_session_account_id_account')),
    sa.ForeignKeyConstraint(['office_account_id'], ['office_account.id'], name=op.f('fk_office_session_office_account_id_office_account'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['account_session.id'], name=op.f('fk_office_session_session_id_account_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_office_session_public_id')),
    sa.UniqueConstraint('session_id', name=op.f('uq_office_session_session_id'))
    )
    with op.batch_alter_table('office_session') as batch_op:
        batch_op.create_index(batch_op.f('ix_office_session_account_id'), ['account_id'])
        batch_op.create_index(batch_op.f('ix_office_session_due_at'), ['due_at'])
        batch_op.create_index(batch_op.f('ix_office_session_key_name'), ['key_name'])
        batch_op.create_index('ix_office_session_sid', ['office_account_id', 'sid'])
    with op.batch_alter_table('account_session') as batch_op:
        batch_op.add_column(sa.Column('issuer_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('issuer_two_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('proven_until', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('account_session') as batch_op:
        batch_op.drop_column('proven_until')
        batch_op.drop_column('issuer_two_at')
        batch_op.drop_column('issuer_at')
    op.drop_table('office_session')
    op.drop_table('office_account')
    op.drop_table('issuer')
