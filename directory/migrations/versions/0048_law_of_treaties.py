"""How treaties stand to each other and States to States, what an instrument may carry, towards whom an act holds.

Revision ID: 0048
Revises: 0047
Create Date: 2026-11-30 11:10:00.000000

"""
from alembic import op
import sqlalchemy as sa


revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None

# The clauses that stood in columns of the treaty become rows.
CLAUSES = (
    ('supplements_key', 'supplements'),
    ('replaces_key', 'supersedes'),
)
MOVE = """
INSERT INTO treaty_relation (key, treaty_key, effect, other_key, levels, measures, article, note, position)
SELECT key || '-{effect}', key, '{effect}', {column}, '[]', '[]', '', '{{}}', 0 FROM treaty WHERE {column} IS NOT NULL
"""
GIVES_WAY = """
INSERT INTO treaty_relation (key, treaty_key, effect, other_key, levels, measures, article, note, position)
SELECT key || '-subsidiary', key, 'subsidiary', NULL, '[]', '[]', gives_way, '{}', 0 FROM treaty WHERE gives_way <> ''
"""
BACK = """
UPDATE treaty SET {column} = (
  SELECT MIN(r.other_key) FROM treaty_relation r WHERE r.treaty_key = treaty.key AND r.effect = '{effect}'
)
"""
GIVES_WAY_BACK = """
UPDATE treaty SET gives_way = COALESCE((
  SELECT MIN(r.article) FROM treaty_relation r WHERE r.treaty_key = treaty.key AND r.effect = 'subsidiary'
), '')
"""


def upgrade():
    op.create_table('treaty_relation',
    sa.Column('effect', sa.String(length=30), nullable=False),
    sa.Column('other_key', sa.String(length=160), nullable=True),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('paragraphs', sa.String(length=40), server_default='', nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('treaty_key', sa.String(length=160), nullable=False),
    sa.Column('measures', sa.JSON(), nullable=False),
    sa.Column('article', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['other_key'], ['treaty.key'], name=op.f('fk_treaty_relation_other_key_treaty')),
    sa.ForeignKeyConstraint(['treaty_key'], ['treaty.key'], name=op.f('fk_treaty_relation_treaty_key_treaty')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_treaty_relation'))
    )
    with op.batch_alter_table('treaty_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_treaty_relation_treaty_key'), ['treaty_key'], unique=False)

    op.create_table('state_relation',
    sa.Column('jurisdiction_key', sa.String(length=160), nullable=False),
    sa.Column('other_key', sa.String(length=160), nullable=False),
    sa.Column('relation', sa.String(length=40), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['jurisdiction_key'], ['jurisdiction.key'], name=op.f('fk_state_relation_jurisdiction_key_jurisdiction')),
    sa.ForeignKeyConstraint(['other_key'], ['jurisdiction.key'], name=op.f('fk_state_relation_other_key_jurisdiction')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_state_relation'))
    )
    with op.batch_alter_table('state_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_state_relation_jurisdiction_key'), ['jurisdiction_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_state_relation_other_key'), ['other_key'], unique=False)

    for column, effect in CLAUSES:
        op.execute(MOVE.format(column=column, effect=effect))
    op.execute(GIVES_WAY)
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('instrument', sa.String(length=20), server_default='treaty', nullable=False))
        batch_op.drop_constraint(batch_op.f('fk_treaty_supplements_key_treaty'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_treaty_replaces_key_treaty'), type_='foreignkey')
        batch_op.drop_column('supplements_key')
        batch_op.drop_column('replaces_key')
        batch_op.drop_column('gives_way')
    with op.batch_alter_table('network', schema=None) as batch_op:
        batch_op.add_column(sa.Column('treaty_key', sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column('measures', sa.JSON(), server_default='[]', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_network_treaty_key_treaty'), 'treaty', ['treaty_key'], ['key'])
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('article', sa.String(length=80), server_default='', nullable=False))
    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('obligation', sa.String(length=20), server_default='', nullable=False))
    with op.batch_alter_table('treaty_status', schema=None) as batch_op:
        batch_op.add_column(sa.Column('towards_key', sa.String(length=160), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_treaty_status_towards_key_jurisdiction'), 'jurisdiction', ['towards_key'], ['key'])


def downgrade():
    with op.batch_alter_table('rule', schema=None) as batch_op:
        batch_op.drop_column('article')
    with op.batch_alter_table('network', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_network_treaty_key_treaty'), type_='foreignkey')
        batch_op.drop_column('measures')
        batch_op.drop_column('treaty_key')
    with op.batch_alter_table('treaty_status', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_treaty_status_towards_key_jurisdiction'), type_='foreignkey')
        batch_op.drop_column('towards_key')
    with op.batch_alter_table('treaty_rule', schema=None) as batch_op:
        batch_op.drop_column('obligation')
    with op.batch_alter_table('treaty', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gives_way', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('replaces_key', sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column('supplements_key', sa.String(length=160), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_treaty_supplements_key_treaty'), 'treaty', ['supplements_key'], ['key'])
        batch_op.create_foreign_key(batch_op.f('fk_treaty_replaces_key_treaty'), 'treaty', ['replaces_key'], ['key'])
        batch_op.drop_column('instrument')
    for column, effect in CLAUSES:
        op.execute(BACK.format(column=column, effect=effect))
    op.execute(GIVES_WAY_BACK)
    op.drop_table('state_relation')
    op.drop_table('treaty_relation')
