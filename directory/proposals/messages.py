"""Messages about proposals, each used by several modules."""

from flask_babel import lazy_gettext as _l

STALE = _l("This entry has changed since the proposal was written. Look at both versions and choose.")
OUTDATED = _l("This proposal has changed since you opened its page. Nothing was decided. Look at it once more.")
ALREADY_DECIDED = _l("This proposal has been decided already.")
NOTHING = _l("Nothing has been changed yet.")
CIRCLE = _l("An entry cannot be its own successor, not even through other entries. Choose another successor.")
ABROAD = _l("A successor must be of the same State as the entry that it replaces. Choose another successor.")
FOREIGN_LAW = _l(
    "A designation or a rule rests on a law of its own State. Choose such a law, or name the basis in words."
)
OVERTAKEN = _l(
    "Because of changes published meanwhile, this proposal cannot be published: the entry would lack a"
    " required detail, or refer to a removed entry."
)
INCOMPLETE = _l(
    "What belongs to this entry has changed since the proposal was written: a desk, a line or a designation is not part"
    " of it. Withdraw the proposal and propose it again."
)
AUTHORITY_ENDED = _l("This authority has been closed or replaced. Choose the one that takes its place.")
REASON_MISSING = _l("Say why it is refused: its author reads it.")
REVERT_REASON_MISSING = _l("Say why it is reverted: whoever decides reads it.")
POINTED_TO = _l("Other entries or accounts still refer to the entry that is to be removed. Change those first.")
