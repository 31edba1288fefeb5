"""Outlines.

Revision ID: 0033
Revises: 0032
Create Date: 2026-11-26 08:05:11.402217

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('consultation_outline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('sealed_content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_consultation_outline_consultation_id_consultation')),
    sa.ForeignKeyConstraint(['entry_id'], ['consultation_entry.id'], name=op.f('fk_consultation_outline_entry_id_consultation_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_outline')),
    sa.UniqueConstraint('consultation_id', 'number', name=op.f('uq_consultation_outline_consultation_id')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_consultation_outline_entry_id'))
    )
    op.create_table('consultation_outline_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outline_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.Integer(), nullable=False),
    sa.Column('sealed_comment', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['consultation_entry.id'], name=op.f('fk_consultation_outline_comment_entry_id_consultation_entry')),
    sa.ForeignKeyConstraint(['outline_id'], ['consultation_outline.id'], name=op.f('fk_consultation_outline_comment_outline_id_consultation_outline')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_outline_comment')),
    sa.UniqueConstraint('entry_id', 'item', name=op.f('uq_consultation_outline_comment_entry_id'))
    )
    with op.batch_alter_table('consultation_outline_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consultation_outline_comment_outline_id'), ['outline_id'], unique=False)

    op.create_table('draft_outline',
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('outline_id', sa.Integer(), nullable=False),
    sa.Column('sealed_marks', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_outline_draft_id_draft')),
    sa.ForeignKeyConstraint(['outline_id'], ['consultation_outline.id'], name=op.f('fk_draft_outline_outline_id_consultation_outline')),
    sa.PrimaryKeyConstraint('draft_id', 'outline_id', name=op.f('pk_draft_outline'))
    )
    with op.batch_alter_table('draft_outline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_outline_outline_id'), ['outline_id'], unique=False)


def downgrade():
    with op.batch_alter_table('draft_outline', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_outline_outline_id'))

    op.drop_table('draft_outline')
    with op.batch_alter_table('consultation_outline_comment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consultation_outline_comment_outline_id'))

    op.drop_table('consultation_outline_comment')
    op.drop_table('consultation_outline')
