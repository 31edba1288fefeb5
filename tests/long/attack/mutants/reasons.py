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
        "return dict(zip(keys, cached_many_within_page(places, _known_at), strict=True))",
        "True is False",
    ): "there is one answer for each place: to be strict is for whoever changes that",
    ("directory.cache.store", "MOST_BYTES = 16_000_000", "16000000 is 16000001"): "about how much memory there is",
    ("directory.cache.store", "BYTES_BESIDE, BYTES_OF_AN_OBJECT = 800, 4_000", "800 is 801"): "it was about so much",
    ("directory.cache.store", "BYTES_BESIDE, BYTES_OF_AN_OBJECT = 800, 4_000", "4000 is 4001"): "as the other",
    (
        "directory.cache.store",
        "new = zip(missing, make(missing), strict=True)",
        "True is False",
    ): "whoever makes values makes one for each key: to be strict is for whoever writes that",
    ("directory.cache.personal_fragments", "MARK = secrets.token_hex(16)", "16 is 17"): "nobody guesses either",
    ("directory.cache.page_cache", "TAG_CHARACTERS = 32", "32 is 33"): "a tag is as good with one more",
    (
        "directory.cache.page_cache",
        'return b""',
        "returns None",
    ): "no page: either is as empty, and nothing empty is kept",
    (
        "directory.cache.page_cache",
        "return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)",
        "6 is 7",
    ): "a little smaller and a little slower; it opens to the same",
    (
        "directory.cache.page_cache",
        "return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)",
        "0 is 1",
    ): "any time that is always the same gives the same bytes",
    (
        "directory.access.past_versions",
        "for row, reading in zip(rows, read_all(viewer, rows), strict=True):",
        "True is False",
    ): "the gate gives one reading for each row",
    (
        "directory.access.past_audiences",
        "turned = [turn for turn in self._moves if turn.id >= event.id or _moment(turn) == _moment(event)]",
        "GtE is Gt",
    ): "an act is of its own moment",
    ("directory.access.provenance", "KEYS_PER_QUERY = 30_000", "30000 is 30001"): "SQLite takes 32,766",
    (
        "directory.consultations.queries.rules",
        "if rule.shorter_from is not None and rule.earlier_kept_days is not None:",
        "And is Or",
    ): "both are set, or neither",
    (
        "directory.consultations.service.escalation",
        "consultation = db.session.scalar(due.order_by(Consultation.next_step_at, Consultation.id).limit(1))",
        "1 is 2",
    ): "the first of the rows is taken; one more that is read and left costs a little and changes nothing",
    (
        "directory.consultations.queries.succession",
        "BATCH_SIZE = 20",
        "20 is 21",
    ): "how many in a transaction, as with seals",
    (
        "directory.consultations.queries.succession",
        "return false()",
        "returns None",
    ): "a condition that is NULL is met by no row either",
    (
        "directory.consultations.service.retention",
        "BATCH_SIZE = 20",
        "20 is 21",
    ): "how many in a transaction, as with seals",
    (
        "directory.verification.service.campaigns",
        "STEPS_AT_ONCE = 200",
        "200 is 201",
    ): "how many in a transaction, as with seals",
    (
        "directory.verification.service.campaigns",
        "require(viewer, Action.VERIFY, Place(scope.jurisdiction, frozenset({scope.network})))",
        "VERIFY is CONFIRM",
    ): "the rows differ for a practitioner's own desks alone, and a scope is no desk",
    (
        "directory.verification.queries.candidates",
        "if may(viewer, Action.VERIFY, Place()):",
        "VERIFY is CONFIRM",
    ): "as the scope of a campaign: no desk is there",
    (
        "directory.verification.queries.campaigns",
        "return permitted(viewer, Action.VERIFY, Campaign.jurisdiction_key, in_networks)",
        "VERIFY is CONFIRM",
    ): "as the scope of a campaign: it belongs to no desk",
    (
        "directory.verification.service.entries",
        "require(viewer, Action.VERIFY, lines[key].place())",
        "VERIFY is CONFIRM",
    ): "as the scope of a campaign: a line is at a State and a network, not at a desk",
    (
        "directory.verification.queries.entries",
        "readings = zip(rows, read_all(viewer, rows), strict=True)",
        "True is False",
    ): "the gate gives one reading for each row",
    (
        "directory.verification.queries.entries",
        "return db.session.scalar(select(FocalPoint).where(*there).order_by(FocalPoint.key).limit(1))",
        "1 is 2",
    ): "the first of the rows is taken; one more that is read and left changes nothing",
    (
        "directory.envelope_encryption",
        "BATCH_SIZE = 20",
        "20 is 21",
    ): "how many in a transaction: what comes of it is the same",
}
