"""The questions that a request answers, and which of these questions each measure raises.

Source: the UNODC request writer, and the articles named in the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


@dataclass(frozen=True)
class Question(Term):
    """One question that a request on a measure answers. `heading` is the heading of the answer in a letter. If it is
    None, the label is the heading."""

    heading: Any = None


QUESTIONS = Vocabulary(
    Question("whom", _l("Who it is about, by role and number"), heading=_l("Person concerned")),
    Question(
        "whereabouts",
        _l("Where the person is thought to be"),
        "UNTOC, art. 18(15)(e)",
        heading=_l("Whereabouts of the person"),
    ),
    Question("topics", _l("Questions to be put")),
    Question(
        "capacity",
        _l("In what capacity, and which rights and duties are to be explained"),
        heading=_l("Capacity and rights of the person"),
    ),
    Question(
        "presence",
        _l("Who of the requesting State should be present"),
        "ETS 30, art. 4",
        heading=_l("Presence of officials of the requesting State"),
    ),
    Question("record", _l("How the hearing is to be recorded"), heading=_l("Record of the hearing")),
    Question(
        "safeguards",
        _l("Protection of the victim or witness during and after the measure"),
        "UNTOC, arts 24 and 25; Trafficking Protocol, art. 6",
        heading=_l("Protective measures"),
    ),
    Question(
        "child",
        _l("If a child is heard: guardian, trained staff, place and length"),
        "Trafficking Protocol, art. 6(4)",
        heading=_l("Hearing of a child"),
    ),
    Question(
        "subject_of_report", _l("Question on which the expert is to report"), heading=_l("Question for the expert")
    ),
    Question("material", _l("Material that is sent, and how it is to be kept"), heading=_l("Material sent")),
    Question(
        "why_video",
        _l("Why the person cannot or should not come"),
        "UNTOC, art. 18(18)",
        heading=_l("Reasons for a hearing by video link"),
    ),
    Question(
        "connection",
        _l("Technical contact person, dates proposed with time zone, interpreter"),
        "UNTOC, art. 18(18)",
        heading=_l("Technical arrangements"),
    ),
    Question(
        "video_place",
        _l("Place in the requested State where the person is to be heard"),
        heading=_l("Place of the hearing"),
    ),
    Question(
        "oath",
        _l("Oath or warning that is to be given, with its words"),
        "ETS 30, art. 3(2)",
        heading=_l("Oath or warning"),
    ),
    Question(
        "who_leads",
        _l("Who conducts the hearing, and who identifies the person"),
        "UNTOC, art. 18(18)",
        heading=_l("Conduct of the hearing"),
    ),
    Question("documents", _l("Which documents"), heading=_l("Documents")),
    Question(
        "hearing_date", _l("Date of the hearing or time limit in the documents"), heading=_l("Date of the hearing")
    ),
    Question(
        "manner", _l("How they are to be served, and what proof of it is needed"), heading=_l("Manner of service")
    ),
    Question("holder", _l("Who holds it, and where"), heading=_l("Holder")),
    Question(
        "certification",
        _l("Form in which it is needed: copy, certified copy, original"),
        heading=_l("Form of the documents"),
    ),
    Question(
        "account",
        _l("Bank, branch and account, or what identifies it"),
        "UNTOC, art. 18(8)",
        heading=_l("Bank account"),
    ),
    Question("period", _l("Period for which data are needed")),
    Question("place", _l("Place to be searched")),
    Question("objects", _l("What is looked for, and how it can be known"), heading=_l("Objects sought")),
    Question("court_order", _l("Court decision or warrant, with its date"), heading=_l("Court decision or warrant")),
    Question("property", _l("Property, its value and where it is"), "UNTOC, art. 13(3)", heading=_l("Property")),
    Question(
        "origin",
        _l("Why it is thought to come from or serve the offence"),
        "UNTOC, art. 13(3)",
        heading=_l("Link with the offence"),
    ),
    Question(
        "extent",
        _l("How far the order is to be carried out"),
        "UNTOC, art. 13(3)(b)",
        heading=_l("Extent of enforcement"),
    ),
    Question(
        "claimants",
        _l("Victims and lawful owners, by role and number"),
        "UNTOC, art. 14(2)",
        heading=_l("Victims and lawful owners"),
    ),
    Question(
        "identifier",
        _l("What identifies the user or device: number, address, account name"),
        heading=_l("User or device"),
    ),
    Question("data_kind", _l("Which data: subscriber, traffic or content"), heading=_l("Data sought")),
    Question("provider", _l("Provider that holds the data"), "Convention on Cybercrime, art. 29(2)"),
    Question("necessity", _l("Why it is necessary and milder means do not do"), heading=_l("Necessity of the measure")),
    Question(
        "later_request",
        _l("That a request for the data will follow, and by when"),
        "Convention on Cybercrime, art. 29(2)",
        heading=_l("Later request for the data"),
    ),
    Question("duration", _l("From when and how long"), heading=_l("Duration")),
    Question("delivery", _l("How results are to be sent"), heading=_l("Transmission of the results")),
    Question("route", _l("Route, times and means of transport")),
    Question(
        "goods",
        _l("What is delivered; of persons, how their safety is ensured"),
        "UNTOC, art. 20(4)",
        heading=_l("Consignment"),
    ),
    Question("takeover", _l("Who takes over where, and who may stop it"), heading=_l("Takeover and control")),
    Question("team", _l("Members, leader and States of the team"), "UNTOC, art. 19", heading=_l("Team")),
    Question("aims", _l("Aims, and what each State does"), "UNTOC, art. 19", heading=_l("Aims and tasks")),
    Question(
        "team_rules",
        _l("Law that applies, evidence, costs, confidentiality, press"),
        "UNTOC, art. 19",
        heading=_l("Rules of the team"),
    ),
    Question("approvals", _l("Approvals that are needed, and who signs"), heading=_l("Approvals")),
    Question(
        "why_there",
        _l("Why proceedings there serve justice better"),
        "UNTOC, art. 21",
        heading=_l("Reasons for the transfer"),
    ),
    Question("file", _l("What of the file is handed over, and the measures that run"), heading=_l("Case file")),
    Question("samples", _l("Samples or prints that are sent or asked for"), heading=_l("Samples or prints")),
    Question("known_data", _l("What is known that helps to find or identify"), heading=_l("Known data")),
    Question("wishes", _l("Wish and consent of the person"), "Trafficking Protocol, art. 8"),
    Question(
        "reception",
        _l("Reception, risk assessment and assistance there"),
        "Trafficking Protocol, arts 6 and 8",
        heading=_l("Reception and assistance"),
    ),
    Question(
        "vessel",
        _l("Vessel, flag, position and suspicion"),
        "Smuggling Protocol, art. 8(2) and (5)",
        heading=_l("Vessel"),
    ),
    Question("document_numbers", _l("Documents to be verified"), "Smuggling Protocol, art. 13"),
    Question("information", _l("Information that is offered"), "UNTOC, art. 18(4)", heading=_l("Information")),
    Question(
        "limits",
        _l("Limits on its use, and what may not be disclosed"),
        "UNTOC, art. 18(5)",
        heading=_l("Limits on use"),
    ),
    Question("sentence", _l("Judgment and sentence, and what remains to be served"), heading=_l("Sentence")),
    Question("consent", _l("Consent of the person"), "UNTOC, art. 18(10)(a)"),
    Question(
        "custody", _l("Custody, dates of transfer and return"), "UNTOC, art. 18(11)", heading=_l("Custody and dates")
    ),
    Question("ties", _l("Nationality and ties to the State")),
    Question(
        "limitation",
        _l("That lapse of time does not bar prosecution or punishment, and why"),
        "ETS 24, art. 10",
        heading=_l("Lapse of time"),
    ),
    Question(
        "speciality",
        _l("That the person is prosecuted and punished only for the offences of the request"),
        "ETS 24, art. 14",
        heading=_l("Rule of speciality"),
    ),
    Question("wanted", _l("What exactly is wanted"), heading=_l("Assistance wanted")),
)


@dataclass(frozen=True)
class MeasureQuestions:
    """The codes of the questions about one measure, in order. A request must answer those in `needed`. It can leave
    those in `further` unanswered."""

    needed: tuple[str, ...]
    further: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The codes of all questions, the needed questions first."""
        return self.needed + self.further


_HEARING = ("whereabouts", "capacity", "oath", "presence", "record")
_PROTECTION = ("safeguards", "child")

MEASURE_QUESTIONS: Mapping[str, MeasureQuestions] = {
    "service_of_documents": MeasureQuestions(("whom", "documents"), ("whereabouts", "hearing_date", "manner")),
    "hearing_witness": MeasureQuestions(("whom", "topics"), (*_HEARING, *_PROTECTION)),
    "hearing_expert": MeasureQuestions(("whom", "subject_of_report"), ("material", "topics", "presence")),
    "hearing_suspect": MeasureQuestions(("whom", "topics"), _HEARING),
    "video_hearing": MeasureQuestions(
        ("whom", "why_video", "connection"),
        ("video_place", "topics", "who_leads", "whereabouts", "capacity", "oath", *_PROTECTION),
    ),
    "transfer_detained_person": MeasureQuestions(
        ("whom", "consent", "custody"), ("whereabouts", "topics", "safeguards")
    ),
    "records": MeasureQuestions(("documents", "holder"), ("period", "certification")),
    "bank_data": MeasureQuestions(("account", "period"), ("origin", "documents", "certification")),
    "search_and_seizure": MeasureQuestions(("place", "objects"), ("court_order", "presence", "delivery")),
    "freezing": MeasureQuestions(("property", "origin"), ("court_order", "duration")),
    "confiscation": MeasureQuestions(("property", "origin"), ("court_order", "extent", "claimants")),
    "restitution": MeasureQuestions(("property", "claimants"), ("court_order", "origin")),
    "telecom_data": MeasureQuestions(("identifier", "data_kind", "period"), ("provider", "court_order", "delivery")),
    "data_preservation": MeasureQuestions(
        ("identifier", "provider", "necessity"), ("data_kind", "period", "later_request")
    ),
    "interception": MeasureQuestions(
        ("identifier", "necessity", "duration"), ("whom", "provider", "court_order", "delivery")
    ),
    "surveillance": MeasureQuestions(("whom", "necessity", "duration"), ("whereabouts", "court_order", "delivery")),
    "undercover": MeasureQuestions(("aims", "necessity", "duration"), ("whom", "approvals", "safeguards")),
    "controlled_delivery": MeasureQuestions(("goods", "route", "takeover"), ("whom", "approvals", "safeguards")),
    "joint_investigation": MeasureQuestions(("aims", "team"), ("duration", "team_rules", "approvals")),
    "transfer_of_proceedings": MeasureQuestions(("whom", "why_there", "file"), ("ties", "claimants")),
    "dna_fingerprints": MeasureQuestions(("samples",), ("whom", "court_order", "delivery")),
    "criminal_records": MeasureQuestions(("whom",), ("period",)),
    "locating_persons": MeasureQuestions(("whom", "known_data"), ("whereabouts",)),
    "victim_repatriation": MeasureQuestions(("whom", "wishes", "reception"), ("known_data", *_PROTECTION)),
    "return_of_migrants": MeasureQuestions(("whom",), ("known_data", "document_numbers", "reception", "child")),
    "travel_documents": MeasureQuestions(("document_numbers",), ("whom",)),
    "measures_at_sea": MeasureQuestions(("vessel", "wanted"), ("takeover", "safeguards")),
    "spontaneous_information": MeasureQuestions(("information",), ("limits",)),
    "extradition": MeasureQuestions(
        ("whom", "court_order"), ("whereabouts", "sentence", "ties", "limitation", "speciality")
    ),
    "transfer_of_sentenced_persons": MeasureQuestions(("whom", "sentence", "consent"), ("ties",)),
    "other": MeasureQuestions(("wanted",), ("whom", "holder")),
}
