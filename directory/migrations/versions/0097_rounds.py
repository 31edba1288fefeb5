"""Rounds: one question to the desks of several States.

Revision ID: 0097
Revises: 0096
Create Date: 2026-12-02 20:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0097'
down_revision = '0096'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.add_column(sa.Column('naming_agreed_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table('question_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('offence', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=True),
    sa.Column('urgency', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=10), nullable=False),
    sa.Column('outline_items', sa.JSON(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('key_name', sa.String(length=12), nullable=False),
    sa.Column('sealed_subject', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_phrases', sa.LargeBinary(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shredded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_question_round_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_round')),
    sa.UniqueConstraint('public_id', name=op.f('uq_question_round_public_id'))
    )
    with op.batch_alter_table('question_round') as batch_op:
        batch_op.create_index(batch_op.f('ix_question_round_key_name'), ['key_name'])
    op.create_table('round_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('let_go_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_round_member_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['round_id'], ['question_round.id'], name=op.f('fk_round_member_round_id_question_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_member')),
    sa.UniqueConstraint('consultation_id', name=op.f('uq_round_member_consultation_id'))
    )
    with op.batch_alter_table('round_member') as batch_op:
        batch_op.create_index(batch_op.f('ix_round_member_round_id'), ['round_id'])


def downgrade():
    op.drop_table('round_member')
    op.drop_table('question_round')
    with op.batch_alter_table('consultation') as batch_op:
        batch_op.drop_column('naming_agreed_at')
