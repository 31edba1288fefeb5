"""The yearly figures that a State files: the crimes they are about, indicators with their definitions, and groups of
persons."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

RETURN_SUBJECTS = Vocabulary(
    Term("tip", _l("Trafficking in persons"), "Trafficking Protocol, art. 3"),
    Term("som", _l("Smuggling of migrants"), "Smuggling Protocol, arts 3 and 6"),
)


@dataclass(frozen=True)
class Indicator(Term):
    """A number that States file for each year, defined by `meaning`. `subjects` are the crimes for which States file
    the number (codes of RETURN_SUBJECTS)."""

    meaning: Any = ""
    subjects: tuple[str, ...] = field(default=("tip", "som"), kw_only=True)
    # Whether persons are counted, who are also counted by PERSON_GROUPS.
    is_of_persons: bool = field(default=True, kw_only=True)


INDICATORS = Vocabulary(
    Indicator(
        "victims",
        _l("Victims identified"),
        "Trafficking Protocol, art. 3(a) and (c)",
        _l("Persons whom an authority identified in the year as victims of trafficking, wherever they were exploited."),
        subjects=("tip",),
    ),
    Indicator(
        "migrants",
        _l("Smuggled migrants"),
        "Smuggling Protocol, arts 3(a) and 5",
        _l(
            "Persons whom an authority found in the year to have been smuggled; they are not liable for that themselves."
        ),
        subjects=("som",),
    ),
    Indicator(
        "arrests",
        _l("Persons arrested or suspected"),
        "UNTOC, art. 11",
        _l("Persons whom the police arrested or formally named as suspects of the offence in the year, each once."),
    ),
    Indicator(
        "prosecutions",
        _l("Persons prosecuted"),
        "UNTOC, art. 11",
        _l("Persons against whom a prosecution for the offence was begun in the year, however it ended."),
    ),
    Indicator(
        "convictions",
        _l("Persons convicted"),
        "UNTOC, art. 11",
        _l("Persons whom a court of first instance found guilty of the offence in the year."),
    ),
    Indicator(
        "requests_sent",
        _l("Requests sent to other States"),
        "UNTOC, art. 18",
        _l(
            "Requests about the offence that authorities of the State sent in the year. The form fills in what the "
            "list of requests of the State has."
        ),
        is_of_persons=False,
    ),
    Indicator(
        "requests_received",
        _l("Requests received from other States"),
        "UNTOC, art. 18",
        _l(
            "Requests about the offence that authorities of the State received in the year. The form fills in what the "
            "list of requests of the State has."
        ),
        is_of_persons=False,
    ),
)

# The article that defines a child as a person under eighteen years of age.
CHILDHOOD = "Trafficking Protocol, art. 3(d)"
PERSON_GROUPS = Vocabulary(
    Term("women", _l("Women")),
    Term("men", _l("Men")),
    Term("girls", _l("Girls under 18")),
    Term("boys", _l("Boys under 18")),
    Term("other", _l("Others, or not recorded")),
)
