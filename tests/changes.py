"""Writes changes into entries as publication does, without a proposal."""

from collections.abc import Iterable

from directory.audit.chain import record_all
from directory.proposals.applying import write
from directory.proposals.change_set import ChangeSet
from directory.proposals.edits import Edit
from directory.proposals.provenance import Replaced


def apply(actor_id: int | None, edits: Iterable[Edit]) -> list[Replaced]:
    """Write changes and their audit events; return for each change the provenance that it took the place of."""
    replaced, acts = write(ChangeSet(edits))
    record_all(actor_id, acts)
    return replaced
