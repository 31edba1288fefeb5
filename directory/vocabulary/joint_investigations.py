"""A joint investigation of several States: its possible bases, next steps, and the points of its agreement.

Sources: UNTOC, art. 19; Second Additional Protocol (ETS 182), arts 20 to 22; the EU Council's model agreement (OJ C
121, 23.5.2003), called "EU model" below.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# How far the treaties in force among all of the States, taken together, allow a joint investigation.
JOINT_OUTCOMES = Vocabulary(
    Term("basis", _l("A treaty in force among all of these States provides for joint investigations.")),
    Term(
        "case_by_case",
        _l(
            "No treaty in force among all of these States sets up such teams by itself. They may agree on this one, for"
            " this case alone: UNTOC, art. 19, second sentence, and articles like it allow that."
        ),
    ),
    Term("conditional", _l("A treaty in force among all of these States may carry it, on the condition named.")),
    Term(
        "none",
        _l(
            "No treaty in force among all of these States is known to cover a joint investigation of this offence."
            " What is left is an agreement for this case, on reciprocity, as far as the law of each State allows it."
        ),
    ),
)

# The next steps, the nearest first.
JOINT_WAYS = Vocabulary(
    Term("ask", _l("Ask the desk of each State first whether it would join, and who would sign.")),
    Term(
        "some",
        _l(
            "Where a treaty binds some of these States alone, those can form a team;"
            " the others work beside it and are asked by requests for assistance."
        ),
    ),
    Term(
        "reciprocity",
        _l("Offer an agreement for this case on reciprocity, where the law of each State allows one without a treaty."),
    ),
    Term(
        "parallel",
        _l(
            "Investigate side by side: agree who does what and when, send information, and ask for evidence by requests"
            " for assistance. This needs no agreement on a team."
        ),
        "UNTOC, arts 15(5) and 18(4)",
    ),
)

ON_SOURCES = _l(
    "Where what is named here does not bind all of these States, it serves as a pattern. The EU model is the model"
    " agreement of the Council of the European Union (OJ C 121, 23.5.2003)."
)


@dataclass(frozen=True)
class JointPoint(Term):
    """One point of the agreement on a joint investigation. A point without a source is known from practice alone.

    A point with `offences` applies only to these offences. `answered_by` is a question of a draft. The answer to this
    question settles the point.
    """

    question: Any = ""
    offences: tuple[str, ...] = ()
    answered_by: str = ""


JOINT_POINTS = Vocabulary(
    JointPoint(
        "parties",
        _l("Parties and signatures"),
        "ETS 182, art. 20(1); EU model, 1",
        question=_l(
            "Which authority of each State signs, and whose approval it needs before; how others may join later"
        ),
        answered_by="approvals",
    ),
    JointPoint(
        "purpose",
        _l("Purpose and scope"),
        "ETS 182, art. 20(1); EU model, 2",
        question=_l("Which offences, facts and aims; which proceedings of each State belong to it"),
        answered_by="aims",
    ),
    JointPoint(
        "period",
        _l("Duration of the team"),
        "ETS 182, art. 20(1); EU model, 3",
        question=_l("From which day to which, and how it is extended"),
        answered_by="duration",
    ),
    JointPoint(
        "place",
        _l("Where the team works"),
        "ETS 182, art. 20(1); EU model, 4",
        question=_l("In which States, where its seat is, and what changes when it moves"),
    ),
    JointPoint(
        "leader",
        _l("Leader"),
        "ETS 182, art. 20(3)(a); EU model, 5",
        question=_l("Who leads in each State where the team works, and who stands in"),
        answered_by="team",
    ),
    JointPoint(
        "members",
        _l("Members and other participants"),
        "ETS 182, art. 20(2), (4) and (12); EU model, 6 and 7",
        question=_l(
            "Offices, functions and number of members of each State; organizations that take part, and as what"
        ),
        answered_by="team",
    ),
    JointPoint(
        "powers",
        _l("Powers of seconded members"),
        "ETS 182, art. 20(5) to (7); EU model, 9.1 to 9.3 and 9.7",
        question=_l("What they may attend and do, what they may not, how they ask their own State; arms"),
    ),
    JointPoint(
        "law",
        _l("Law that applies, sovereignty"),
        "UNTOC, art. 19; ETS 182, art. 20(3)(b)",
        question=_l("That measures follow the law of the State where they are taken, and who there authorizes them"),
        answered_by="team_rules",
    ),
    JointPoint(
        "evidence",
        _l("Evidence that each court admits"),
        "UNTOC, art. 18(17)",
        question=_l("In which form evidence is taken and recorded so that the courts of all States can use it"),
        answered_by="team_rules",
    ),
    JointPoint(
        "information",
        _l("Exchange of information"),
        "ETS 182, art. 20(9); EU model, 9.5",
        question=_l(
            "What members may share from their own State, what was gathered before, and by which secure channel"
        ),
    ),
    JointPoint(
        "use",
        _l("Use of what was gathered"),
        "ETS 182, art. 20(10); UNTOC, art. 18(19)",
        question=_l("For which purposes, and whose consent another use needs"),
    ),
    JointPoint(
        "data_protection",
        _l("Protection of personal data"),
        "ETS 182, art. 26; EU model, 9.6",
        question=_l("Which rules hold, who is responsible, how long data are kept"),
    ),
    JointPoint(
        "confidentiality",
        _l("Confidentiality"),
        "UNTOC, art. 18(20); ETS 182, art. 25",
        question=_l("What stays secret, from whom and until when; the agreement itself too"),
        answered_by="team_rules",
    ),
    JointPoint(
        "disclosure",
        _l("Disclosure to the defence and the court"),
        "UNTOC, art. 18(19)",
        question=_l("What each law makes disclose, also of the agreement, and who is told before"),
    ),
    JointPoint(
        "media",
        _l("Media"),
        question=_l("Who speaks, when, and what is agreed beforehand"),
        answered_by="team_rules",
    ),
    JointPoint(
        "victims",
        _l("Protection of victims and witnesses"),
        "UNTOC, arts 24 and 25; Trafficking Protocol, art. 6; ETS 182, art. 23",
        question=_l(
            "Who finds and supports them, children above all; how often they are heard, and where they are safe"
        ),
    ),
    JointPoint(
        "non_punishment",
        _l("Victims are not punished"),
        "CETS 197, art. 26; Recommended Principles of OHCHR, principle 7",
        question=_l("How each State keeps victims from being punished for what they were made to do"),
        offences=("tip",),
    ),
    JointPoint(
        "migrants",
        _l("Migrants are not prosecuted"),
        "Smuggling Protocol, art. 5",
        question=_l("That nobody is prosecuted for having been smuggled; how migrants are heard as witnesses"),
        offences=("som",),
    ),
    JointPoint(
        "prosecution",
        _l("Who prosecutes"),
        "UNTOC, arts 15(5) and 21",
        question=_l("Where charges are brought, how the same act is not tried twice, transfer of proceedings"),
    ),
    JointPoint(
        "property",
        _l("Property and proceeds"),
        "UNTOC, arts 12 to 14",
        question=_l("Who freezes and confiscates what; what goes to victims; sharing"),
    ),
    JointPoint(
        "third_states",
        _l("Other States"),
        "ETS 182, art. 20(8)",
        question=_l("Who asks States outside the team, and whether all may use what comes"),
    ),
    JointPoint(
        "liability",
        _l("Liability of officials"),
        "ETS 182, arts 21 and 22",
        question=_l("Criminal and civil liability for and towards members abroad"),
    ),
    JointPoint(
        "costs",
        _l("Costs and equipment"),
        "EU model, 10.1 to 10.6; UNTOC, art. 18(28)",
        question=_l("Who pays for staff, travel, offices, interpreters, insurance and devices"),
        answered_by="team_rules",
    ),
    JointPoint(
        "languages",
        _l("Languages"),
        "EU model, 10.9",
        question=_l("Working language, languages of the agreement and of records, who translates"),
    ),
    JointPoint(
        "disputes",
        _l("Differences and changes"),
        "UNTOC, art. 35(1)",
        question=_l("Who settles differences, how the agreement is changed in writing, how a State leaves"),
    ),
    JointPoint(
        "end",
        _l("End and evaluation"),
        question=_l("What ends the team, who keeps files and objects then, when and how its work is reviewed"),
    ),
)
