"""The audit chain is append-only: triggers refuse what must not happen to its rows.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-25 03:40:00

"""
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

SQLITE = {
    'audit_event_keeps': (
        "BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"
    ),
    'audit_event_stays': (
        "BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"
    ),
    # INSERT OR REPLACE deletes a row without a DELETE trigger; a number that is left out is -1 here.
    'audit_event_grows': (
        "BEFORE INSERT ON audit_event WHEN NEW.id > 0 AND NEW.id <= (SELECT max(id) FROM audit_event) "
        "BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END"
    ),
    'audit_values_keep': (
        "BEFORE UPDATE ON audit_values BEGIN SELECT RAISE(ABORT, 'audit_values can only be erased'); END"
    ),
    'audit_values_come_once': (
        "BEFORE INSERT ON audit_values WHEN EXISTS (SELECT 1 FROM audit_values WHERE event_id = NEW.event_id) "
        "BEGIN SELECT RAISE(ABORT, 'audit_values can only be erased'); END"
    ),
}
POSTGRESQL = {
    'audit_event_keeps': ('audit_event', 'BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW'),
    'audit_event_stays': ('audit_event', 'BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT'),
    'audit_values_keep': ('audit_values', 'BEFORE UPDATE ON audit_values FOR EACH ROW'),
    'audit_values_stay': ('audit_values', 'BEFORE TRUNCATE ON audit_values FOR EACH STATEMENT'),
}
REFUSAL = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
GROWTH = """
CREATE FUNCTION refuse_old_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <= (SELECT max(id) FROM audit_event) THEN
    RAISE EXCEPTION 'audit_event is append-only';
  END IF;
  RETURN NEW;
END $$
"""


def upgrade():
    op.create_index('ix_audit_event_entry', 'audit_event', ['kind', 'key'])
    if op.get_bind().dialect.name == 'sqlite':
        for name, rule in SQLITE.items():
            op.execute(f'CREATE TRIGGER {name} {rule}')
        return
    op.execute(REFUSAL)
    op.execute(GROWTH)
    for name, (_, rule) in POSTGRESQL.items():
        op.execute(f'CREATE TRIGGER {name} {rule} EXECUTE FUNCTION refuse_audit_change()')
    op.execute(
        'CREATE TRIGGER audit_event_grows BEFORE INSERT ON audit_event '
        'FOR EACH ROW EXECUTE FUNCTION refuse_old_audit_event()'
    )


def downgrade():
    if op.get_bind().dialect.name == 'sqlite':
        for name in SQLITE:
            op.execute(f'DROP TRIGGER {name}')
    else:
        for name, (table, _) in POSTGRESQL.items():
            op.execute(f'DROP TRIGGER {name} ON {table}')
        op.execute('DROP TRIGGER audit_event_grows ON audit_event')
        op.execute('DROP FUNCTION refuse_audit_change')
        op.execute('DROP FUNCTION refuse_old_audit_event')
    op.drop_index('ix_audit_event_entry', 'audit_event')
