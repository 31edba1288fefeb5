"""Every message that is ever sent, as one table. No letter has a place for a restricted value or
for the content of anything: it says that something waits, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Letter:
    """Subject and text of a message, with named placeholders (`%(link)s`) that `queue` fills."""

    subject: Any
    text: Any


LETTERS: Mapping[str, Letter] = {
    "proposal_waiting": Letter(
        _l("A proposal waits for a second person"),
        _l("Somebody proposed a change in your scope. Look at it and publish or refuse it:\n%(link)s"),
    ),
    "proposal_published": Letter(
        _l("Your proposal is published"),
        _l("Another person published what you proposed:\n%(link)s"),
    ),
    "proposal_refused": Letter(
        _l("Your proposal is refused"),
        _l("Another person refused what you proposed. The reason stands here:\n%(link)s"),
    ),
    "proposal_published_at_once": Letter(
        _l("A contact was changed at once"),
        _l("A coordinator changed and verified a contact in your scope, without a second person.\n%(link)s"),
    ),
}
