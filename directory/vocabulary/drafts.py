"""The parts of a draft with their fields, the kinds of changes, the roles of persons, and the assurances.

Source: UNTOC, art. 18(15), and the UNODC request writer.
"""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


@dataclass(frozen=True)
class DraftField(Term):
    """One text of a draft, with a hint for the writer. If `is_line` is true, one line is enough."""

    hint: Any = ""
    is_line: bool = False


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
                hint=_l("Unit, office phone and office mail. No private numbers."),
            ),
        ),
    ),
    DraftPart(
        "case",
        _l("Proceedings and offence"),
        fields=(
            DraftField("subject", _l("Subject and nature of the proceedings"), "UNTOC, art. 18(15)(b)"),
            DraftField("body", _l("Authority that conducts them: its name and functions"), "UNTOC, art. 18(15)(b)"),
            DraftField(
                "law",
                _l("Offence, text of the law and penalties"),
                hint=_l("Article and wording in full, with the maximum penalty."),
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
            ),
            DraftField("purpose", _l("Purpose for which it is sought"), "UNTOC, art. 18(15)(f)"),
        ),
    ),
    DraftPart("measures", _l("Assistance sought")),
    DraftPart("persons", _l("Persons concerned")),
    DraftPart(
        "conditions",
        _l("Procedure, confidentiality, urgency"),
        fields=(
            DraftField("procedure", _l("Procedure to be followed"), "UNTOC, art. 18(15)(d) and (17)"),
            DraftField("confidentiality", _l("Confidentiality wanted, and why"), "UNTOC, art. 18(20)"),
            DraftField("urgency", _l("Reasons for urgency"), "UNTOC, art. 18(13) and (14)"),
            DraftField("time_limit", _l("Time limit and the reason for it"), "UNTOC, art. 18(24)"),
            DraftField("assurances", _l("Further assurances"), hint=_l("Those that are not in the list below.")),
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
    # Translators: of documents, an account or a thing
    Term("holder", _l("Holder of evidence")),
    Term("other", _l("Other person")),
)


@dataclass(frozen=True)
class Assurance(Term):
    """A standard clause of a request. `clause` is its wording."""

    clause: Any = ""


ASSURANCES = Vocabulary(
    Assurance(
        "reciprocity",
        _l("Reciprocity"),
        clause=_l("We would execute a similar request of your authorities, within the limits of our law."),
    ),
    Assurance(
        "use",
        _l("Limits on use"),
        "UNTOC, art. 18(19)",
        clause=_l(
            "What you send is used for the investigation, prosecution or trial named in this request alone,"
            " unless you consent beforehand to another use."
        ),
    ),
    Assurance(
        "data_protection",
        _l("Protection of personal data"),
        clause=_l("Personal data that you send are protected under our law and kept no longer than this case needs."),
    ),
    Assurance(
        "costs",
        _l("Costs"),
        "UNTOC, art. 18(28)",
        clause=_l("If costs of a substantial or extraordinary nature arise, please consult us before you go on."),
    ),
    Assurance(
        "safe_conduct",
        _l("Safe conduct"),
        "UNTOC, art. 18(27)",
        clause=_l(
            "Who comes to give evidence at this request is not prosecuted, detained or restricted in liberty here"
            " for acts before their departure."
        ),
    ),
    Assurance(
        "return",
        _l("Return of a detained person"),
        "UNTOC, art. 18(10) and (11)",
        clause=_l("The person transferred is kept in custody and returned without delay, as agreed beforehand."),
    ),
    Assurance(
        "no_punishment",
        _l("Victims are not prosecuted"),
        "Smuggling Protocol, art. 5; Recommended Principles of OHCHR, principle 7",
        clause=_l("Victims heard at this request are not prosecuted for offences that they were made to commit."),
    ),
    Assurance(
        "speciality",
        _l("Rule of speciality"),
        clause=_l("The person surrendered is not tried for other offences before surrender without your consent."),
    ),
)
