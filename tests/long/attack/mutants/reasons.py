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
    ("directory.sealing", "AT_ONCE = 20", "20 is 21"): "how many in a transaction: what comes of it is the same",
}
