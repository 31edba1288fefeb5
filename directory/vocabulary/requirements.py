"""The fields of a requirement sheet, and the codes for its rules.

Source: Council of Europe form of national procedures for mutual legal assistance (PC-OC); sections of the European
Judicial Network's Fiches Belges; UNTOC, art. 18.
"""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Phase, ReleaseTerm, SheetExpectation, Term, Topic, Vocabulary

ANSWERS = Vocabulary(
    Term("yes", _l("Yes")),
    Term("no", _l("No")),
    Term("conditional", _l("On conditions")),
    Term("not_known", _l("Not known")),
)

# Whether a request needs an item. If a source only lists the item, no row applies.
NECESSITIES = Vocabulary(
    Term("mandatory", _l("must be there"), "UNTOC, art. 18(15)"),
    Term("where_applicable", _l("where it applies"), "UNTOC, art. 18(15)(e)"),
)

# What a step on the way within a State rests on, if its source says so and names neither treaty nor law.
STEP_BASES = Vocabulary(Term("practice", _l("Usual practice")))

# The condition under which a rule applies. A rule that always applies has none.
RULE_CONDITIONS = Vocabulary(
    Term("no_treaty", _l("Only where no treaty is used")),
    Term("sent", _l("Only for requests that this State sends")),
)

# The steps of one measure, each with a request or documents of its own. A rule without a phase is for the request
# itself.
PHASES = Vocabulary(
    Phase("search", _l("Search for the person before a request"), "Minsk Convention, art. 61-1 as amended"),
    Phase("provisional_arrest", _l("Provisional arrest"), "UNTOC, art. 16(9)", is_for_urgent=True),
    Phase("simplified_procedure", _l("Simplified procedure, if the person consents"), "CETS 209, arts 1 and 2"),
    Phase("surrender", _l("Handing over the person"), "ETS 24, art. 18"),
    Phase("transit", _l("Transit through a third State"), "ETS 24, art. 21"),
    Phase("further_charges", _l("Consent to further charges"), "ETS 24, art. 14(1)(a)"),
    Phase("onward_surrender", _l("Onward surrender to another State"), "ETS 24, art. 15"),
    Phase("by_administering_state", _l("Documents of the State that takes over the sentence")),
    Phase("by_sentencing_state", _l("Documents of the State that passed the sentence")),
)

# How long a person may be held in provisional arrest until the request arrives, in the words of treaties, declarations
# and laws.
RELEASE_TERMS = Vocabulary(
    ReleaseTerm("18_days", _l("18 days"), "ETS 24, art. 16(4)", fewest_days=18),
    ReleaseTerm("1_month", _l("1 month"), "Minsk Convention, art. 62(1)", fewest_days=28),
    ReleaseTerm("30_days", _l("30 days"), fewest_days=30),
    ReleaseTerm("40_days", _l("40 days"), "ETS 24, art. 16(4)", fewest_days=40),
    ReleaseTerm("45_days", _l("45 days"), fewest_days=45),
    ReleaseTerm("2_months", _l("2 months"), "Montevideo Convention on Extradition, art. 10", fewest_days=59),
    ReleaseTerm("60_days", _l("60 days"), fewest_days=60),
)

# The kinds of statements that a State made to the depositary when it became bound, or later.
DEPOSITARY_STATEMENTS = Vocabulary(
    Term("declaration", _l("Declaration")),
    Term("reservation", _l("Reservation"), "Vienna Convention on the Law of Treaties, art. 2(1)(d)"),
)

TOPIC_GROUPS = Vocabulary(
    Term("basis", _l("Legal basis")),
    Term("offence", _l("The offence in national law")),
    Term("channel", _l("Channel and means")),
    Term("languages", _l("Languages")),
    Term("content", _l("What the request must contain")),
    Term("urgent", _l("Urgent requests")),
    Term("grounds", _l("Conditions and grounds for refusal")),
    Term("limits", _l("Limits on use")),
    Term("execution", _l("Execution")),
    Term("persons", _l("Victims, trafficking in persons, smuggling of migrants")),
    Term("costs", _l("Costs")),
    Term("consultation", _l("Consultation before the request")),
    Term("spontaneous", _l("Information sent without a request")),
    Term("links", _l("Guides and samples")),
    Term("further", _l("Further notes")),
)

PC_OC, FICHES = "Council of Europe, PC-OC form", "EJN, Fiches Belges"
WRITER = "UNODC, Mutual Legal Assistance Request Writer Tool"
MANUAL = "UNODC, Manual on Mutual Legal Assistance and Extradition"
_MEASURE, _BOTH = SheetExpectation.OF_MEASURES, SheetExpectation.ALWAYS
_SURRENDER = ("extradition",)
_COMING = ("hearing_witness", "hearing_expert", "hearing_suspect", "transfer_detained_person", "joint_investigation")
_CARE = ("victim_repatriation",)
_COVERT = ("controlled_delivery", "surveillance", "undercover", "joint_investigation")

# The topic of the steps by which a request passes from office to office within the State.
ROUTE = "route"

TOPICS = Vocabulary(
    Topic("possible", _l("Measure possible"), FICHES, "basis", _MEASURE, is_question=True),
    Topic("treaty_basis", _l("Treaty as basis"), "UNTOC, art. 18(6)", "basis", is_question=True),
    Topic("untoc_as_basis", _l("UNTOC accepted as basis"), "UNTOC, art. 16(5)", "basis", is_question=True),
    Topic("reciprocity", _l("Reciprocity"), PC_OC, "basis", is_question=True),
    Topic("no_treaty_route", _l("Without a treaty"), PC_OC, "basis", is_question=True),
    Topic("domestic_law", _l("National law"), FICHES, "basis", _BOTH),
    Topic("eligible_tip", _l("For trafficking in persons"), FICHES, "basis", _MEASURE, is_question=True),
    Topic("eligible_som", _l("For smuggling of migrants"), FICHES, "basis", _MEASURE, is_question=True),
    Topic("alternatives", _l("Other measures to the same end"), FICHES, "basis", _MEASURE),
    Topic("tip_offence", _l("Trafficking in persons as an offence"), "Trafficking Protocol, art. 5", "offence"),
    Topic("som_offence", _l("Smuggling of migrants as an offence"), "Smuggling Protocol, art. 6", "offence"),
    Topic("competent_authority", _l("Competent authority"), "UNTOC, art. 18(13)", "channel", _BOTH),
    Topic("executing_authority", _l("Authority that executes"), FICHES, "channel", _BOTH),
    Topic(
        "direct_transmission",
        _l("Directly between judicial authorities"),
        "ETS 182, art. 4",
        "channel",
        is_question=True,
    ),
    Topic("diplomatic_channel", _l("Diplomatic channel"), "UNTOC, art. 18(13)", "channel", is_question=True),
    Topic("interpol_channel", _l("Through INTERPOL"), "UNTOC, art. 18(13)", "channel", is_question=True),
    Topic("central_channel", _l("Between central authorities"), "UNTOC, art. 18(13)", "channel", is_question=True),
    Topic("prosecutor_channel", _l("Between prosecution services"), PC_OC, "channel", is_question=True),
    Topic("police_channel", _l("Between police services"), "UNTOC, art. 27", "channel", is_question=True),
    Topic("means", _l("Means of transmission"), "UNTOC, art. 18(14)", "channel"),
    Topic("originals_follow", _l("Originals must follow"), PC_OC, "channel", is_question=True),
    Topic("originals_within", _l("Originals must follow within"), PC_OC, "channel"),
    Topic("languages", _l("Languages accepted"), "UNTOC, art. 18(14)", "languages", _BOTH),
    # The only topic on requests that the State sends: all others are on requests to the State.
    Topic(
        "languages_sent",
        _l("Languages of its own requests"),
        "UNTOC, art. 18(14)",
        "languages",
        SheetExpectation.NEVER,
    ),
    Topic("translation", _l("Translation"), PC_OC, "languages"),
    Topic("translation_certified", _l("Certified translation needed"), PC_OC, "languages", is_question=True),
    Topic("translation_paid_by", _l("Who pays the translation"), PC_OC, "languages"),
    Topic("informal_languages", _l("Languages for informal contact"), MANUAL, "languages"),
    Topic("content_item", _l("Item of the request"), "UNTOC, art. 18(15)", "content", _BOTH),
    Topic("form", _l("Form, signature and seal"), "UNTOC, art. 18(14)", "content"),
    Topic("letterhead", _l("Letterhead"), WRITER, "content", is_question=True),
    Topic("seal", _l("Official seal"), WRITER, "content", is_question=True),
    Topic("signatory", _l("Who signs"), WRITER, "content"),
    Topic("attachments", _l("Attachments"), WRITER, "content", _BOTH),
    Topic("further_information", _l("Further information"), "UNTOC, art. 18(16)", "content"),
    Topic("special_requirements", _l("Special requirements"), FICHES, "content", _MEASURE),
    Topic("urgent", _l("Urgent requests accepted"), "UNTOC, art. 18(13) and (14)", "urgent", is_question=True),
    Topic("urgent_means", _l("How an urgent request is sent"), "UNTOC, art. 18(13) and (14)", "urgent"),
    Topic("urgent_confirmation", _l("To be confirmed in writing within"), "UNTOC, art. 18(14)", "urgent"),
    Topic("urgent_reasons", _l("Reasons to give for urgency"), "Council of Europe, model request form", "urgent"),
    Topic("round_the_clock", _l("24/7 contact"), "Convention on Cybercrime, art. 35", "urgent", is_question=True),
    Topic("double_criminality", _l("Double criminality"), "UNTOC, art. 18(9)", "grounds", _BOTH, is_question=True),
    Topic("minimum_penalty", _l("Minimum penalty"), FICHES, "grounds", _BOTH),
    Topic("de_minimis", _l("Refused for small cases"), MANUAL, "grounds", is_question=True),
    Topic("refusal_ground", _l("Ground for refusal"), "UNTOC, art. 18(21)", "grounds", _BOTH),
    Topic(
        "assurances", _l("Assurances on penalty and treatment"), "UN Model Treaty on Extradition, art. 4(d)", "grounds"
    ),
    Topic("postponement", _l("Postponement"), "UNTOC, art. 18(25)", "grounds"),
    Topic(
        "own_nationals",
        _l("Surrender of own nationals"),
        "UNTOC, art. 16(10)",
        "grounds",
        _MEASURE,
        _SURRENDER,
        is_question=True,
    ),
    Topic("speciality", _l("Rule of speciality"), PC_OC, "grounds", _MEASURE, _SURRENDER, is_question=True),
    Topic("use_limits", _l("Limits on use of evidence"), "UNTOC, art. 18(19)", "limits"),
    Topic("confidentiality", _l("Confidentiality"), "UNTOC, art. 18(20)", "limits", is_question=True),
    Topic("confidentiality_limits", _l("Where secrecy cannot be kept"), "UNTOC, art. 18(20)", "limits"),
    Topic("data_protection", _l("Data protection"), "ETS 182, art. 26", "limits"),
    Topic("retention", _l("How long evidence is kept"), "ETS 182, art. 26", "limits"),
    Topic("court_order", _l("Court order needed"), FICHES, "execution", _MEASURE, is_question=True),
    Topic("testimony_privilege", _l("Right not to testify"), FICHES, "execution", _MEASURE, _COMING, is_question=True),
    Topic(
        "foreign_procedure",
        _l("Foreign procedure applied on request"),
        "UNTOC, art. 18(17)",
        "execution",
        is_question=True,
    ),
    Topic("foreign_officials", _l("Presence of foreign officials"), "ETS 30, art. 4", "execution", is_question=True),
    Topic("time_limit", _l("Time limits"), FICHES, "execution", _BOTH),
    Topic("usual_time", _l("Usual time"), FICHES, "execution", _BOTH),
    Topic(ROUTE, _l("Way within the State"), "UNTOC, art. 18(13)", "execution", SheetExpectation.NEVER),
    Topic("status_updates", _l("Answers on progress"), "UNTOC, art. 18(24)", "execution", is_question=True),
    Topic("provisional_arrest", _l("Provisional arrest"), "UNTOC, art. 16(9)", "execution", _MEASURE, _SURRENDER),
    Topic("deciding_body", _l("Who decides"), FICHES, "execution", _MEASURE, _SURRENDER),
    Topic(
        "victim_protection",
        _l("Protection of victims and witnesses"),
        "Trafficking Protocol, art. 6; UNTOC, arts 24 and 25",
        "persons",
        _BOTH,
    ),
    Topic("non_punishment", _l("Victims are not punished"), "CETS 197, art. 26", "persons", _BOTH, is_question=True),
    Topic("child_victims", _l("Child victims"), "Trafficking Protocol, arts 3(c) and 6(4)", "persons", _BOTH),
    Topic(
        "consent", _l("Consent of the person"), "Trafficking Protocol, art. 3(b); UNTOC, art. 18(10)", "persons", _BOTH
    ),
    Topic("victim_identification", _l("How victims are identified"), "CETS 197, art. 10", "persons", _MEASURE, _CARE),
    Topic(
        "victim_referral",
        _l("Where victims are referred"),
        "Trafficking Protocol, art. 6(3)",
        "persons",
        _MEASURE,
        _CARE,
    ),
    Topic("reflection_period", _l("Time for reflection"), "CETS 197, art. 13", "persons", _MEASURE, _CARE),
    Topic("victim_residence", _l("Residence of victims"), "Trafficking Protocol, art. 7", "persons", _MEASURE, _CARE),
    Topic(
        "victim_compensation",
        _l("Compensation of victims"),
        "Trafficking Protocol, art. 6(6)",
        "persons",
        _MEASURE,
        _CARE,
    ),
    Topic("hotline", _l("Hotline"), "Trafficking Protocol, art. 6(3)", "persons", _MEASURE, _CARE),
    Topic("coordination", _l("Coordination against trafficking"), "CETS 197, art. 29(2)", "persons", _MEASURE, _CARE),
    Topic(
        "repatriation",
        _l("Repatriation"),
        "Trafficking Protocol, art. 8; Smuggling Protocol, art. 18",
        "persons",
        _BOTH,
    ),
    Topic(
        "delivery_of_persons",
        _l("Controlled delivery of persons"),
        FICHES,
        "persons",
        _MEASURE,
        _COVERT,
        is_question=True,
    ),
    Topic("safe_conduct", _l("Safe conduct"), "UNTOC, art. 18(27)", "persons", _MEASURE, _COMING, is_question=True),
    Topic("costs", _l("Who bears the costs"), "UNTOC, art. 18(28)", "costs"),
    Topic("costs_exceptions", _l("Exceptions on costs"), "UNTOC, art. 18(28)", "costs"),
    Topic("costs_of_experts", _l("Interpreters, experts and video: who pays"), "ETS 182, art. 5", "costs"),
    Topic("prior_consultation", _l("Consultation welcome"), "UNTOC, art. 18(26)", "consultation", is_question=True),
    Topic("consultation_contact", _l("Whom to consult"), MANUAL, "consultation"),
    Topic(
        "draft_accepted",
        _l("Draft looked at beforehand"),
        MANUAL,
        "consultation",
        is_question=True,
    ),
    Topic("consultation_reply", _l("Reply to a consultation within"), MANUAL, "consultation"),
    Topic(
        "spontaneous_information", _l("Information may be sent"), "UNTOC, art. 18(4)", "spontaneous", is_question=True
    ),
    Topic("spontaneous_authority", _l("Authority that receives it"), FICHES, "spontaneous"),
    Topic("spontaneous_conditions", _l("Conditions on its use"), "UNTOC, art. 18(5)", "spontaneous"),
    Topic("guide", _l("Guide of the State"), PC_OC, "links"),
    Topic("sample", _l("Sample request"), WRITER, "links"),
    Topic("note", _l("Further note"), "", "further", SheetExpectation.NEVER),
)
