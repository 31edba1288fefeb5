"""The measures that a request can ask for, in the families that treaties name, and the offences."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Measure, Term, Vocabulary

# A treaty covers a family as a whole or some of its measures: see `seed_data/treaty_coverage.csv`.
MEASURE_FAMILIES = Vocabulary(
    Term("evidence", _l("Evidence and service of documents"), "UNTOC, art. 18(3)"),
    Term("data", _l("Electronic data"), "Convention on Cybercrime, arts 29 to 31"),
    Term("property", _l("Property and proceeds"), "UNTOC, arts 12 to 14"),
    Term("techniques", _l("Special investigative techniques"), "UNTOC, art. 20"),
    Term("proceedings", _l("Joint and transferred proceedings"), "UNTOC, arts 19 and 21"),
    Term("surrender", _l("Extradition and transfer of sentenced persons"), "UNTOC, arts 16 and 17"),
    Term("information", _l("Information without a request"), "UNTOC, art. 18(4)"),
    Term("protection", _l("Victims, migrants and travel documents"), "Trafficking Protocol; Smuggling Protocol"),
)

_MLA = "mutual_legal_assistance"

# The families of measures whose procedure is governed by UNTOC, art. 18, and similar articles.
ASSISTANCE = frozenset({"evidence", "data", "property"})
# Families that the general sheet of a State does not cover, since the general sheet is about legal assistance.
OUTSIDE_GENERAL_SHEET = frozenset({"surrender", "protection"})

MEASURES = Vocabulary(
    Measure(
        "service_of_documents",
        _l("Service of documents"),
        "UNTOC, art. 18(3)(b)",
        "evidence",
        functions=("service_of_documents", _MLA),
    ),
    Measure(
        "hearing_witness",
        _l("Hearing a witness or victim"),
        "UNTOC, art. 18(3)(a)",
        "evidence",
        also=("witness testimony", "interview of a witness", "допрос свидетеля"),
    ),
    Measure("hearing_expert", _l("Hearing an expert"), "UNTOC, art. 18(3)(e)", "evidence"),
    Measure(
        "hearing_suspect",
        _l("Hearing a suspect or accused person"),
        "UNTOC, art. 18(3)(a)",
        "evidence",
        also=("confrontation", "очная ставка"),
    ),
    Measure(
        "video_hearing",
        _l("Hearing by video link"),
        "UNTOC, art. 18(18)",
        "evidence",
        also=("videoconference", "video link", "видеоконференция", "ВКС"),
    ),
    Measure(
        "transfer_detained_person",
        _l("Transfer of a detained person to give evidence"),
        "UNTOC, art. 18(10)",
        "evidence",
    ),
    Measure("records", _l("Documents and records"), "UNTOC, art. 18(3)(f)", "evidence"),
    Measure(
        "bank_data",
        _l("Bank data"),
        "UNTOC, art. 18(3)(f) and (8)",
        "evidence",
        also=("bank records", "bank account"),
    ),
    Measure(
        "search_and_seizure",
        _l("Search and seizure"),
        "UNTOC, art. 18(3)(c)",
        "evidence",
        also=("house search", "обыск", "выемка"),
    ),
    Measure(
        "freezing", _l("Freezing of property"), "UNTOC, art. 18(3)(c)", "property", functions=("asset_recovery", _MLA)
    ),
    Measure(
        "confiscation",
        _l("Confiscation"),
        "UNTOC, art. 13",
        "property",
        functions=("asset_recovery", _MLA),
        also=("confiscation of property", "ქონების ჩამორთმევა"),
    ),
    Measure(
        "restitution",
        _l("Restitution and compensation of victims"),
        "UNTOC, arts 14(2) and 25(2)",
        "property",
        functions=("asset_recovery", _MLA),
    ),
    Measure(
        "telecom_data",
        _l("Telecommunication data"),
        "Convention on Cybercrime, arts 30 and 31",
        "data",
        functions=("electronic_evidence", _MLA),
    ),
    Measure(
        "data_preservation",
        _l("Preservation of computer data"),
        "Convention on Cybercrime, art. 29",
        "data",
        functions=("electronic_evidence", _MLA),
    ),
    Measure(
        "interception",
        _l("Interception of communications"),
        "UNTOC, art. 20",
        "techniques",
        also=("wiretapping", "прослушивание"),
        functions=("special_investigative_techniques", _MLA),
    ),
    Measure(
        "surveillance",
        _l("Surveillance"),
        "UNTOC, art. 20",
        "techniques",
        functions=("special_investigative_techniques", _MLA),
    ),
    Measure(
        "undercover",
        _l("Undercover operations"),
        "UNTOC, art. 20",
        "techniques",
        functions=("special_investigative_techniques", _MLA),
    ),
    Measure(
        "controlled_delivery",
        _l("Controlled delivery"),
        "UNTOC, art. 20(4)",
        "techniques",
        functions=("controlled_delivery", "special_investigative_techniques", _MLA),
    ),
    Measure(
        "joint_investigation",
        _l("Joint investigation team"),
        "UNTOC, art. 19",
        "proceedings",
        also=("JIT", "ССГ"),
        functions=("joint_investigation", _MLA),
    ),
    Measure(
        "transfer_of_proceedings",
        _l("Transfer of proceedings"),
        "UNTOC, art. 21",
        "proceedings",
        functions=("transfer_of_proceedings", _MLA),
    ),
    Measure("dna_fingerprints", _l("DNA and fingerprints"), "UNTOC, art. 18(3)(i)", "evidence"),
    Measure(
        "criminal_records",
        _l("Criminal records"),
        "UNTOC, art. 18(3)(f)",
        "evidence",
        functions=("criminal_records", _MLA),
    ),
    Measure(
        "locating_persons", _l("Locating and identifying persons"), "UNTOC, arts 18(3)(i) and 27(1)(b)", "evidence"
    ),
    Measure(
        "victim_repatriation",
        _l("Identification and repatriation of victims"),
        "Trafficking Protocol, arts 6 and 8",
        "protection",
        # Bodies that refer and assist victims receive no requests of other States: only the way home names them.
        functions=("victim_return", _MLA),
    ),
    Measure(
        "return_of_migrants",
        _l("Return of smuggled migrants"),
        "Smuggling Protocol, art. 18",
        "protection",
        functions=("return_of_migrants",),
    ),
    Measure(
        "travel_documents",
        _l("Verification of travel documents"),
        "Trafficking Protocol and Smuggling Protocol, art. 13",
        "protection",
        functions=("travel_documents",),
    ),
    Measure(
        "measures_at_sea",
        _l("Measures against a vessel at sea"),
        "Smuggling Protocol, art. 8",
        "protection",
        functions=("smuggling_by_sea",),
    ),
    Measure("spontaneous_information", _l("Spontaneous information"), "UNTOC, art. 18(4) and (5)", "information"),
    Measure("extradition", _l("Extradition"), "UNTOC, art. 16", "surrender", functions=("extradition",)),
    Measure(
        "transfer_of_sentenced_persons",
        _l("Transfer of sentenced persons"),
        "UNTOC, art. 17",
        "surrender",
        functions=("transfer_of_sentenced_persons",),
    ),
    Measure("other", _l("Any other assistance"), "UNTOC, art. 18(3)(i)", "evidence"),
)

# The measures that people ask for most, the most frequent first. The order is not measured, since the site counts no
# look-ups. It follows the examples of the home page and of the API's guide. Help for victims stands last because it is
# asked for less often, not because it matters less.
FREQUENT_MEASURES = (
    *("extradition", "hearing_witness", "video_hearing", "bank_data", "search_and_seizure", "freezing"),
    *("service_of_documents", "telecom_data", "joint_investigation", "victim_repatriation"),
)

# The codes that a coverage row of a treaty may name: whole families, or single measures.
COVERED = Vocabulary(*MEASURE_FAMILIES.values(), *MEASURES.values())

# The offence and the maximum penalty decide whether UNTOC applies (arts 2(b) and 3).
OFFENCES = Vocabulary(
    Term("tip", _l("Trafficking in persons"), "Trafficking Protocol, art. 5"),
    Term("som", _l("Smuggling of migrants"), "Smuggling Protocol, art. 6"),
    Term("organized_crime", _l("Organized crime, obstruction of justice"), "UNTOC, arts 5 and 23"),
    Term("laundering", _l("Money laundering"), "UNTOC, art. 6"),
    Term("corruption", _l("Corruption"), "UNTOC, art. 8; UNCAC"),
    Term("computer", _l("Computer offence"), "Convention on Cybercrime, arts 2 to 11"),
    Term("drugs", _l("Drug trafficking"), "1988 Convention, art. 3(1)"),
    Term("terrorism", _l("Terrorism and its financing"), "Terrorist Financing Convention, art. 2"),
    Term("other", _l("Another offence")),
)


def covers(codes: Collection[str], measure: str) -> bool:
    """Return whether `codes` (of COVERED) contain `measure` or the family of `measure`."""
    return measure in codes or MEASURES[measure].family in codes
