"""What follows what: no entry takes its own place, be it through others."""

from directory.extensions import db
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.proposals.places import RowVersions

SUCCESSOR = "successor_key"


def is_circular(versions: RowVersions, entry_key: EntryKey) -> bool:
    """Return whether a row would get a successor from which others lead back to it, or to one of them."""
    kind, key = entry_key
    if versions.after[entry_key].get(SUCCESSOR) == versions.before[entry_key].get(SUCCESSOR):
        return False
    passed: set[str] = set()
    while key and key not in passed:
        passed.add(key)
        key = _successor(versions, kind, key)
    return bool(key)


def _successor(versions: RowVersions, kind: str, key: str) -> str:
    if (kind, key) in versions.after:
        return str(versions.after[kind, key].get(SUCCESSOR) or "")
    return str(getattr(db.session.get(MODELS_BY_KIND[kind], key), SUCCESSOR, None) or "")
