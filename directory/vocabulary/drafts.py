"""The parts of a draft with their fields, the kinds of changes, the roles of persons, and the assurances.

Source: UNTOC, art. 18(15), and the UNODC request writer.
"""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


@dataclass(frozen=True)
class DraftField(Term):
    """One text of a draft, with a hint for the writer. If `is_line` is true, one line is enough.

    `heading` is the heading of the text in a letter. If it is None, the label is the heading.
    """

    hint: Any = ""
    is_line: bool = False
    heading: Any = None


@dataclass(frozen=True)
class DraftPart(Term):
    """One page of a draft, with its fields."""

    fields: tuple[DraftField, ...] = field(default=())


DRAFT_PARTS = Vocabulary(
    DraftPart(
        "parties",
        _l("Who asks whom"),
        fields=(
            DraftField("reference", _l("Number of the case or file"), is_line=True),
            DraftField(
                "contact",
                _l("Contact for questions"),
                hint=_l("Unit, office phone and office mail. No private telephone numbers."),
                heading=_l("Contact for questions"),
            ),
        ),
    ),
    DraftPart(
        "case",
        _l("Proceedings and offence"),
        fields=(
            DraftField("subject", _l("Subject and nature of the proceedings"), "UNTOC, art. 18(15)(b)"),
            DraftField(
                "body",
                _l("Authority that conducts them: its name and functions"),
                "UNTOC, art. 18(15)(b)",
                heading=_l("Authority conducting the proceedings"),
            ),
            DraftField(
                "law",
                _l("Offence, text of the law and penalties"),
                hint=_l("Article and wording in full, with the maximum penalty."),
            ),
            DraftField(
                "damage", _l("Amount of the damage"), hint=_l("With the currency. Write “none” if there was none.")
            ),
        ),
    ),
    DraftPart(
        "basis",
        _l("Legal basis"),
        fields=(
            DraftField(
                "basis",
                _l("Other legal basis"),
                hint=_l("Reciprocity, an assurance, or an agreement that is not listed."),
            ),
        ),
    ),
    DraftPart(
        "facts",
        _l("Facts and purpose"),
        fields=(
            DraftField(
                "facts",
                _l("Summary of the facts"),
                "UNTOC, art. 18(15)(c)",
                hint=_l("Say “suspect 1” or “witness 1”. Identities can be added when the document is made."),
            ),
            DraftField(
                "link",
                _l("How the evidence is connected with the case"),
                hint=_l("Why it is thought to be in the other State, and what it would prove."),
                heading=_l("Link between the evidence and the case"),
            ),
            DraftField(
                "purpose",
                _l("Purpose for which it is sought"),
                "UNTOC, art. 18(15)(f)",
                heading=_l("Purpose of the request"),
            ),
        ),
    ),
    DraftPart("measures", _l("Assistance sought")),
    DraftPart("persons", _l("Persons concerned")),
    DraftPart(
        "conditions",
        _l("Procedure, confidentiality, urgency"),
        fields=(
            DraftField("procedure", _l("Procedure to be followed"), "UNTOC, art. 18(15)(d) and (17)"),
            DraftField(
                "confidentiality",
                _l("Confidentiality wanted, and why"),
                "UNTOC, art. 18(20)",
                heading=_l("Confidentiality"),
            ),
            DraftField("urgency", _l("Reasons for urgency"), "UNTOC, art. 18(13) and (14)"),
            DraftField(
                "time_limit", _l("Time limit and the reason for it"), "UNTOC, art. 18(24)", heading=_l("Time limit")
            ),
            DraftField(
                "assurances", _l("Further assurances"), hint=_l("Those that are not in the list of assurances.")
            ),
        ),
    ),
    DraftPart(
        "attachments",
        _l("Attachments"),
        fields=(
            DraftField(
                "attachments", _l("Titles of the attachments"), hint=_l("One in each line. The files stay with you.")
            ),
        ),
    ),
)
# The changes that a version of a draft may name, besides the change of a part.
DRAFT_CHANGES = Vocabulary(
    Term("started", _l("Begun")),
    Term("copied", _l("Copied from another draft")),
    Term("checklist", _l("Checklist")),
    Term("restored", _l("An earlier version taken up again")),
)

PERSON_ROLES = Vocabulary(
    Term("suspect", _l("Suspect")),
    Term("accused", _l("Accused person")),
    Term("convicted", _l("Convicted person")),
    Term("victim", _l("Victim")),
    Term("witness", _l("Witness")),
    Term("expert", _l("Expert")),
    Term("holder", _l("Holder of evidence")),
    Term("other", _l("Other person")),
)


@dataclass(frozen=True)
class Assurance(Term):
    """A standard clause of a request. `clause` is its wording.

    - `articles`: the paragraphs of treaties on which it can rest, as (treaty, article)
    - `measures`: the measures or families for which it is made. Empty for all
    """

    clause: Any = ""
    articles: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()


_EXTRADITION = ("extradition",)
_COMING = ("hearing_witness", "hearing_expert", "hearing_suspect", "joint_investigation")
_SENDING = ("evidence", "data", "property", "techniques", "proceedings", "information")

# Each article is a row of `seed_data/treaty_rules.csv`.
ASSURANCES = Vocabulary(
    Assurance(
        "reciprocity",
        _l("Reciprocity"),
        clause=_l("We would execute a similar request of your authorities, within the limits of our law."),
    ),
    Assurance(
        "use",
        _l("Limits on use"),
        clause=_l(
            "What you send is used for the investigation, prosecution or trial named in this request alone,"
            " unless you consent beforehand to another use."
        ),
        articles=(
            ("untoc", "18(19)"),
            ("uncac", "46(19)"),
            ("vienna-1988", "7(13)"),
            ("icsft-1999", "12(3)"),
            ("oas-mla-1992", "25"),
        ),
        measures=_SENDING,
    ),
    Assurance(
        "confidentiality",
        _l("Confidentiality"),
        clause=_l(
            "Please keep this request and its contents confidential, except as far as its execution needs. If you"
            " cannot, please tell us before you go on."
        ),
        articles=(
            ("untoc", "18(20)"),
            ("uncac", "46(20)"),
            ("vienna-1988", "7(14)"),
            ("ets182", "25"),
            ("ets141", "33(1-3)"),
            ("cets198", "43(1-3)"),
            ("budapest-185", "27(8)"),
            ("chisinau-2002", "7(1)(f)"),
        ),
        measures=_SENDING,
    ),
    Assurance(
        "data_protection",
        _l("Protection of personal data"),
        clause=_l("Personal data that you send are protected under our law and kept no longer than this case needs."),
        articles=(("ets182", "26(1-2)"), ("cets224", "14")),
    ),
    Assurance(
        "costs",
        _l("Costs"),
        clause=_l("If costs of a substantial or extraordinary nature arise, please consult us before you go on."),
        articles=(
            ("untoc", "18(28)"),
            ("uncac", "46(28)"),
            ("vienna-1988", "7(19)"),
            ("ets182", "5(3)"),
            ("ets141", "34"),
            ("cets198", "44"),
        ),
    ),
    Assurance(
        "safe_conduct",
        _l("Safe conduct"),
        clause=_l(
            "Who comes to give evidence at this request is not prosecuted, detained or restricted in liberty here"
            " for acts before their departure."
        ),
        articles=(
            ("untoc", "18(27)"),
            ("uncac", "46(27)"),
            ("vienna-1988", "7(18)"),
            ("ets30", "12(1-3)"),
            ("minsk-1993", "9(1)"),
            ("oas-mla-1992", "22"),
        ),
        measures=_COMING,
    ),
    Assurance(
        "return",
        _l("Return of a detained person"),
        clause=_l("The person transferred is kept in custody and returned without delay, as agreed beforehand."),
        articles=(("untoc", "18(11)(a)"), ("untoc", "18(11)(b)"), ("uncac", "46(11)(a)"), ("uncac", "46(11)(b)")),
        measures=("transfer_detained_person",),
    ),
    # The Recommended Principles of OHCHR, principle 7, say the same of victims of trafficking.
    Assurance(
        "no_punishment",
        _l("Victims are not prosecuted"),
        clause=_l("Victims heard at this request are not prosecuted for offences that they were made to commit."),
        articles=(("cets197", "26"),),
        measures=("hearing_witness", "video_hearing", "victim_repatriation"),
    ),
    Assurance(
        "speciality",
        _l("Rule of speciality"),
        clause=_l("The person surrendered is not tried for other offences before surrender without your consent."),
        articles=(
            ("ets24", "14(1)"),
            ("cets212", "3(1)"),
            ("minsk-1993", "66(1)"),
            ("montevideo-extr-1933", "17(a)"),
        ),
        measures=_EXTRADITION,
    ),
    Assurance(
        "onward_surrender",
        _l("No surrender to a third State"),
        clause=_l("The person is not surrendered to a third State for earlier offences without your consent."),
        articles=(("ets24", "15"), ("minsk-1993", "66(2)")),
        measures=_EXTRADITION,
    ),
    Assurance(
        "death_penalty",
        _l("No death penalty"),
        clause=_l(
            "If our law provides the death penalty for the offence, it will not be imposed on the person or, if it is"
            " imposed, it will not be carried out."
        ),
        articles=(("ets24", "11"), ("montevideo-extr-1933", "17(c)")),
        measures=_EXTRADITION,
    ),
    Assurance(
        "fair_treatment",
        _l("Fair treatment"),
        clause=_l(
            "The person will be treated fairly at every stage, will have all rights of the defence, and will not be"
            " subjected to torture or to cruel, inhuman or degrading treatment or punishment."
        ),
        articles=(("untoc", "16(13)"), ("uncac", "44(14)"), ("icsft-1999", "17")),
        measures=_EXTRADITION,
    ),
)
