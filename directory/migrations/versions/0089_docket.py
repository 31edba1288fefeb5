"""The docket: requests that were sent, with their dates, the days after which States remind, and the reminders.

Revision ID: 0089
Revises: 0087
Create Date: 2026-12-02 17:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0089'
down_revision = '0087'
branch_labels = None
depends_on = None

INDEXES = {
    'docket_entry': ('other_jurisdiction_key', 'authority_key', 'other_authority_key', 'since', 'late_on', 'changed_at', 'draft_id', 'consultation_id', 'key_name'),
    'docket_act': ('entry_id', 'account_id'),
}


def upgrade():
    op.create_table('docket_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=10), nullable=False),
    sa.Column('other_jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('authority_key', sa.String(length=160), nullable=False),
    sa.Column('other_authority_key', sa.String(length=160), nullable=True),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('offence', sa.String(length=20), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('late_on', sa.Date(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('consultation_id', sa.Integer(), nullable=True),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('sealed_file_number', sa.LargeBinary(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.Column('shredded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_docket_entry_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['other_jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_docket_entry_other_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['authority_key'], ['authority.key'], name=op.f('fk_docket_entry_authority_key_authority')),
    sa.ForeignKeyConstraint(['other_authority_key'], ['authority.key'], name=op.f('fk_docket_entry_other_authority_key_authority')),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_docket_entry_treaty_key_treaty')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_docket_entry_draft_id_draft'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_docket_entry_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['partner_id'], ['docket_entry.id'], name=op.f('fk_docket_entry_partner_id_docket_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_docket_entry')),
    sa.UniqueConstraint('jurisdiction_key', 'year', 'number', name=op.f('uq_docket_entry_jurisdiction_key')),
    sa.UniqueConstraint('partner_id', name=op.f('uq_docket_entry_partner_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_docket_entry_public_id'))
    )
    op.create_table('docket_act',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('subject_key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_docket_act_account_id_account')),
    sa.ForeignKeyConstraint(['entry_id'], ['docket_entry.id'], name=op.f('fk_docket_act_entry_id_docket_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_docket_act'))
    )
    op.create_table('docket_rule',
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('receipt_days', sa.Integer(), nullable=False),
    sa.Column('answer_days', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_docket_rule_jurisdiction_key_jurisdiction')),
    sa.PrimaryKeyConstraint('jurisdiction_key', name=op.f('pk_docket_rule'))
    )
    op.create_table('docket_reminder',
    sa.Column('authority_key', sa.String(length=160), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['authority_key'], ['authority.key'], name=op.f('fk_docket_reminder_authority_key_authority')),
    sa.PrimaryKeyConstraint('authority_key', name=op.f('pk_docket_reminder'))
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f'ix_{table}_{column}'), table, [column], unique=False)


def downgrade():
    for table in ('docket_reminder', 'docket_rule', 'docket_act', 'docket_entry'):
        op.drop_table(table)
