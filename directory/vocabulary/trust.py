"""The audiences of details, and the degree to which a fact can be trusted."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class Audience(StrEnum):
    """The people who may read a detail, from the widest audience to the narrowest. `access/policy.py` says who belongs
    to each."""

    PUBLIC = "public"
    PRACTITIONERS = "practitioners"
    NETWORK = "network"
    COORDINATORS = "coordinators"


AUDIENCES = Vocabulary(
    Term(Audience.PUBLIC, _l("Everyone")),
    Term(Audience.PRACTITIONERS, _l("Practitioners with an account")),
    Term(Audience.NETWORK, _l("Members of the network")),
    Term(Audience.COORDINATORS, _l("Coordinators")),
)


class Confidence(StrEnum):
    """How well a source supports a fact. Source: `seed_data/README.md`, "How to read confidence"."""

    SOURCED = "sourced"
    SECONDARY = "sourced_secondary"
    OUTDATED = "sourced_outdated"
    PARTLY = "partly_sourced"
    GENERAL_KNOWLEDGE = "general_knowledge"
    UNVERIFIED = "unverified"


CONFIDENCES = Vocabulary(
    Term(Confidence.SOURCED, _l("stated by its source")),
    Term(Confidence.SECONDARY, _l("read from a third party's copy")),
    Term(Confidence.OUTDATED, _l("its source is probably out of date")),
    Term(Confidence.PARTLY, _l("only partly stated by its source")),
    Term(Confidence.GENERAL_KNOWLEDGE, _l("unverified: general knowledge")),
    Term(Confidence.UNVERIFIED, _l("unverified: no source found")),
)
