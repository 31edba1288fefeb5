"""Mutants that no test is to notice, and why: module, the line as it is, what is changed in it."""

from collections.abc import Mapping

Known = tuple[str, str, str]

REASONS: Mapping[Known, str] = {
    (
        "directory.access.policy",
        "Role.PRACTITIONER: Action.INVITE,",
        "INVITE is SEE_READERS",
    ): "both acts have the same row today; whoever parts them finds a test of INVITE that fails",
    ("directory.access.policy", "return false()", "returns None"): "a condition that is NULL is met by no row either",
    (
        "directory.access.gate",
        "return dict(zip((entry.entry_key for entry in entries), kept_for_pages(places, _known_at), strict=True))",
        "True is False",
    ): "there is one answer for each place: to be strict is for whoever changes that",
    ("directory.access.provenance", "KEYS_PER_QUERY = 30_000", "30000 is 30001"): "SQLite takes 32,766",
    (
        "directory.consultations.service.reminding",
        "consultation = db.session.scalar(due.order_by(Consultation.next_step_at, Consultation.id).limit(1))",
        "1 is 2",
    ): "the first of the rows is taken; one more that is read and left costs a little and changes nothing",
    ("directory.consultations.service.keeping", "AT_ONCE = 20", "20 is 21"): "how many in a transaction, as with seals",
    ("directory.sealing", "AT_ONCE = 20", "20 is 21"): "how many in a transaction: what comes of it is the same",
}
