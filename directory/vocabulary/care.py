"""The way home of a victim of trafficking: its steps, the offices, and information that is not shared.

Source: Trafficking Protocol, arts 6 to 8; CETS 197, arts 10 to 16; Smuggling Protocol, arts 16 and 18.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# The measures for which an answer of the atlas shows CARE_STEPS.
CARE_MEASURES = frozenset({"victim_repatriation", "return_of_migrants"})


class Side(StrEnum):
    """The State that takes a step: the State where the person is now (REQUESTING), or the State that receives the
    person (REQUESTED)."""

    REQUESTING = "requesting"
    REQUESTED = "requested"


@dataclass(frozen=True)
class CareStep(Term):
    """One step of a victim's way home, taken by the State `side`. `duty` says what is to be done.

    - `functions`: the functions of the authorities that take the step, the closest first.
    - `kinds`: the kinds of authorities that help too.
    - `topics`: the fields of a requirement sheet about the step.
    """

    side: Side = Side.REQUESTING
    functions: tuple[str, ...] = field(default=(), kw_only=True)
    kinds: tuple[str, ...] = field(default=(), kw_only=True)
    topics: tuple[str, ...] = field(default=(), kw_only=True)
    duty: str = field(default="", kw_only=True)


CARE_STEPS = Vocabulary(
    CareStep(
        "identify",
        _l("Identify the victim"),
        "CETS 197, art. 10",
        functions=("victim_identification",),
        topics=("victim_identification", "child_victims"),
        duty=_l("Trained people identify victims, together with organizations that support them."),
    ),
    CareStep(
        "refer",
        _l("Refer and assist the victim"),
        "Trafficking Protocol, arts 6(3) and 7",
        functions=("victim_referral", "victim_assistance", "trafficking_hotline"),
        topics=("victim_referral", "hotline", "reflection_period", "victim_residence", "victim_compensation"),
        duty=_l("Housing, counselling, medical help and time to decide come before any return."),
    ),
    CareStep(
        "assess",
        _l("Assess the risk of a return"),
        "Trafficking Protocol, art. 8(2); Smuggling Protocol, art. 16",
        functions=("victim_return", "trafficking_coordination"),
        topics=("repatriation",),
        duty=_l(
            "A return has regard to the safety of the person and to the criminal case, and is preferably voluntary."
        ),
    ),
    CareStep(
        "documents",
        _l("Confirm nationality and issue travel documents"),
        "Trafficking Protocol, art. 8(3) and (4); Smuggling Protocol, art. 18(3) and (4)",
        Side.REQUESTED,
        functions=("travel_documents",),
        kinds=("ministry_of_foreign_affairs",),
        duty=_l(
            "The State of nationality or residence answers without undue delay and issues the papers for the journey."
        ),
    ),
    CareStep(
        "receive",
        _l("Receive the person and go on helping"),
        "Trafficking Protocol, arts 6(3) and 8(1)",
        Side.REQUESTED,
        functions=("victim_return", "victim_referral", "victim_assistance", "trafficking_hotline", "hotline"),
        kinds=("international_organization",),
        topics=("victim_referral", "hotline"),
        duty=_l("The State of nationality or residence accepts its nationals and residents without undue delay."),
    ),
)

# Information that offices never share with each other on the way home.
NEVER_SHARED = Vocabulary(
    Term(
        "identity",
        _l("The victim's name and story go to the offices that help the person, and to nobody else."),
        "Trafficking Protocol, art. 6(1)",
    ),
    Term("shelter", _l("The address of a shelter is never written down in a request."), "CETS 197, art. 12(2)"),
    Term(
        "asylum",
        _l("Nothing about a request for asylum goes to the State of origin."),
        "Trafficking Protocol, art. 14(1)",
    ),
)
