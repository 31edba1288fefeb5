"""Files for everyone, kept in the database.

Revision ID: 0036
Revises: 0034
Create Date: 2026-11-26 18:35:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0036'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('publication',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('held', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_publication'))
    )
    op.create_table('published_file',
    sa.Column('publication_name', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['publication_name'], ['publication.name'], name=op.f('fk_published_file_publication_name_publication')),
    sa.PrimaryKeyConstraint('publication_name', 'name', name=op.f('pk_published_file'))
    )
    if op.get_bind().dialect.name == 'postgresql':
        # Not compressed, a part of it is read without the rest.
        op.execute('ALTER TABLE published_file ALTER COLUMN content SET STORAGE EXTERNAL')


def downgrade():
    op.drop_table('published_file')
    op.drop_table('publication')
