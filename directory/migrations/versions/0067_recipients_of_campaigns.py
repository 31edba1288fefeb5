"""A campaign writes one letter to each recipient: who was asked about which entry, and the link to the list of them.

Revision ID: 0067
Revises: 0066
Create Date: 2026-12-01 14:00:00.000000

"""
import hashlib
from itertools import count

from alembic import op
import sqlalchemy as sa


revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None

MAIL = sa.table(
    'mail', sa.column('id'), sa.column('key'), sa.column('address'), sa.column('queued_at', sa.DateTime(timezone=True))
)
RECIPIENT = sa.table(
    'campaign_recipient', sa.column('id'), sa.column('campaign_id'), sa.column('address_digest'), sa.column('public_id')
)
QUESTION = sa.table(
    'campaign_question',
    sa.column('recipient_id'),
    sa.column('entry_id'),
    sa.column('asked_at', sa.DateTime(timezone=True)),
    sa.column('step'),
)
ENTRY = sa.table('campaign_entry', sa.column('id'), sa.column('campaign_id'))


def upgrade():
    op.create_table(
        'campaign_recipient',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('campaign_id', sa.Integer(), nullable=False),
        sa.Column('address_digest', sa.String(length=64), nullable=False),
        sa.Column('public_id', sa.String(length=30), nullable=False),
        sa.Column('token_digest', sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_campaign_recipient_campaign_id_campaign')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_recipient')),
        sa.UniqueConstraint('campaign_id', 'address_digest', name=op.f('uq_campaign_recipient_campaign_id')),
        sa.UniqueConstraint('token_digest', name=op.f('uq_campaign_recipient_token_digest')),
    )
    op.create_table(
        'campaign_question',
        sa.Column('recipient_id', sa.Integer(), nullable=False),
        sa.Column('entry_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('step', sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['campaign_entry.id'], name=op.f('fk_campaign_question_entry_id_campaign_entry')
        ),
        sa.ForeignKeyConstraint(
            ['recipient_id'],
            ['campaign_recipient.id'],
            name=op.f('fk_campaign_question_recipient_id_campaign_recipient'),
        ),
        sa.PrimaryKeyConstraint('recipient_id', 'entry_id', name=op.f('pk_campaign_question')),
    )
    op.create_index(op.f('ix_campaign_question_entry_id'), 'campaign_question', ['entry_id'])
    _take_over_letters(op.get_bind())


def _take_over_letters(connection):
    """Note who was asked by the letters there are. Their keys named campaign, entry, step and person."""
    entries = dict(connection.execute(sa.select(ENTRY.c.id, ENTRY.c.campaign_id)).all())
    recipients, questions, numbers = {}, {}, count(1)
    query = sa.select(MAIL.c.id, MAIL.c.key, MAIL.c.address, MAIL.c.queued_at).where(MAIL.c.key.like('campaign:%'))
    for number, key, address, queued_at in connection.execute(query.order_by(MAIL.c.id)).all():
        _, campaign, entry, step, *_ = key.split(':')
        if entries.get(int(entry)) != int(campaign) or not address:
            continue
        digest = hashlib.sha256(address.strip().lower().encode()).hexdigest()
        own = int(campaign), digest
        if own not in recipients:
            recipients[own] = next(numbers)
            # The name is made with the first link to the list.
            row = {'campaign_id': own[0], 'address_digest': digest, 'public_id': ''}
            connection.execute(RECIPIENT.insert().values(id=recipients[own], **row))
        asked = recipients[own], int(entry)
        if asked in questions:
            connection.execute(
                QUESTION.update()
                .where(QUESTION.c.recipient_id == asked[0], QUESTION.c.entry_id == asked[1])
                .values(step=step)
            )
        else:
            values = {'recipient_id': asked[0], 'entry_id': asked[1], 'asked_at': queued_at, 'step': step}
            connection.execute(QUESTION.insert().values(**values))
            questions[asked] = True
        key = f'campaign:{campaign}:{asked[0]}:{step}:{entry}'
        connection.execute(MAIL.update().where(MAIL.c.id == number).values(key=key))
    if recipients and connection.dialect.name == 'postgresql':
        connection.execute(sa.text("SELECT setval('campaign_recipient_id_seq', :last)"), {'last': next(numbers) - 1})


def downgrade():
    connection = op.get_bind()
    query = sa.select(MAIL.c.id, MAIL.c.key).where(MAIL.c.key.like('campaign:%'))
    for number, key in connection.execute(query).all():
        _, campaign, recipient, step, *entry = key.split(':')
        if recipient != '0':
            key = f'campaign:{campaign}:{entry[0]}:{step}:r{recipient}'
            connection.execute(MAIL.update().where(MAIL.c.id == number).values(key=key))
    op.drop_table('campaign_question')
    op.drop_table('campaign_recipient')
