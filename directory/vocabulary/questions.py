"""The questions that a request answers, and the questions of each measure.

Source: the UNODC request writer, and the articles named in the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

QUESTIONS = Vocabulary(
    Term("whom", _l("Who it is about, by role and number")),
    Term("whereabouts", _l("Where the person is thought to be"), "UNTOC, art. 18(15)(e)"),
    Term("topics", _l("Questions to be put")),
    Term("capacity", _l("In what capacity, and which rights and duties are to be explained")),
    Term("presence", _l("Who of the requesting State should be present"), "ETS 30, art. 4"),
    Term("record", _l("How the hearing is to be recorded")),
    Term(
        "safeguards",
        _l("Protection of the victim or witness during and after the measure"),
        "UNTOC, arts 24 and 25; Trafficking Protocol, art. 6",
    ),
    Term(
        "child", _l("If a child is heard: guardian, trained staff, place and length"), "Trafficking Protocol, art. 6(4)"
    ),
    Term("subject_of_report", _l("Question on which the expert is to report")),
    Term("material", _l("Material that is sent, and how it is to be kept")),
    Term("why_video", _l("Why the person cannot or should not come"), "UNTOC, art. 18(18)"),
    Term("connection", _l("Technical contact, dates proposed with time zone, interpreter"), "UNTOC, art. 18(18)"),
    Term("video_place", _l("Place in the requested State where the person is to be heard")),
    Term("oath", _l("Oath or warning that is to be given, with its words"), "ETS 30, art. 3(2)"),
    Term("who_leads", _l("Who conducts the hearing, and who identifies the person"), "UNTOC, art. 18(18)"),
    Term("documents", _l("Which documents")),
    Term("hearing_date", _l("Date of the hearing or time limit in the documents")),
    Term("manner", _l("How they are to be served, and what proof of it is needed")),
    Term("holder", _l("Who holds it, and where")),
    Term("certification", _l("Form in which it is needed: copy, certified copy, original")),
    Term("account", _l("Bank, branch and account, or what identifies it"), "UNTOC, art. 18(8)"),
    Term("period", _l("Period")),
    Term("place", _l("Place to be searched")),
    Term("objects", _l("What is looked for, and how it can be known")),
    Term("court_order", _l("Court decision or warrant, with its date")),
    Term("property", _l("Property, its value and where it is"), "UNTOC, art. 13(3)"),
    Term("origin", _l("Why it is thought to come from or serve the offence"), "UNTOC, art. 13(3)"),
    Term("extent", _l("How far the order is to be carried out"), "UNTOC, art. 13(3)(b)"),
    Term("claimants", _l("Victims and lawful owners, by role and number"), "UNTOC, art. 14(2)"),
    Term("identifier", _l("What identifies the user or device: number, address, account name")),
    Term("data_kind", _l("Which data: subscriber, traffic or content")),
    Term("provider", _l("Provider that holds the data"), "Convention on Cybercrime, art. 29(2)"),
    Term("necessity", _l("Why it is necessary and milder means do not do")),
    Term(
        "later_request",
        _l("That a request for the data will follow, and by when"),
        "Convention on Cybercrime, art. 29(2)",
    ),
    Term("duration", _l("From when and how long")),
    Term("delivery", _l("How results are to be sent")),
    Term("route", _l("Route, times and means of transport")),
    Term("goods", _l("What is delivered; of persons, how their safety is ensured"), "UNTOC, art. 20(4)"),
    Term("takeover", _l("Who takes over where, and who may stop it")),
    Term("team", _l("Members, leader and States of the team"), "UNTOC, art. 19"),
    Term("aims", _l("Aims, and what each State does"), "UNTOC, art. 19"),
    Term("team_rules", _l("Law that applies, evidence, costs, confidentiality, press"), "UNTOC, art. 19"),
    Term("approvals", _l("Approvals that are needed, and who signs")),
    Term("why_there", _l("Why proceedings there serve justice better"), "UNTOC, art. 21"),
    Term("file", _l("What of the file is handed over, and the measures that run")),
    Term("samples", _l("Samples or prints that are sent or asked for")),
    Term("known_data", _l("What is known that helps to find or identify")),
    Term("wishes", _l("Wish and consent of the person"), "Trafficking Protocol, art. 8"),
    Term("reception", _l("Reception, risk assessment and assistance there"), "Trafficking Protocol, arts 6 and 8"),
    Term("vessel", _l("Vessel, flag, position and suspicion"), "Smuggling Protocol, art. 8(2) and (5)"),
    Term("document_numbers", _l("Documents to be verified"), "Smuggling Protocol, art. 13"),
    Term("information", _l("Information that is offered"), "UNTOC, art. 18(4)"),
    Term("limits", _l("Limits on its use, and what may not be disclosed"), "UNTOC, art. 18(5)"),
    Term("sentence", _l("Judgment and sentence, and what remains to be served")),
    Term("consent", _l("Consent of the person"), "UNTOC, art. 18(10)(a)"),
    Term("custody", _l("Custody, dates of transfer and return"), "UNTOC, art. 18(11)"),
    Term("ties", _l("Nationality and ties to the State")),
    Term("limitation", _l("That lapse of time does not bar prosecution or punishment, and why"), "ETS 24, art. 10"),
    Term(
        "speciality",
        _l("That the person is prosecuted and punished only for the offences of the request"),
        "ETS 24, art. 14",
    ),
    Term("wanted", _l("What exactly is wanted")),
)


@dataclass(frozen=True)
class MeasureQuestions:
    """The codes of the questions about one measure, in order. A request must answer those in `needed`."""

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
        ("whom", "court_order"), ("whereabouts", "sentence", "ties", "limitation", "speciality", "child")
    ),
    "transfer_of_sentenced_persons": MeasureQuestions(("whom", "sentence", "consent"), ("ties",)),
    "other": MeasureQuestions(("wanted",), ("whom", "holder")),
}
