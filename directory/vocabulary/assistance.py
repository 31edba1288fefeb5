"""The functions and tasks of authorities in a request, and the stages of proceedings."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Function, Term, Vocabulary

TASKS = Vocabulary(
    Term("receives", _l("receives requests")),
    Term("transmits", _l("transmits requests")),
    Term("executes", _l("executes requests")),
    Term("receives_copy", _l("receives a copy of the request")),
    Term("receives_directly", _l("receives requests sent directly")),
)

STAGES = Vocabulary(
    Term("pre_trial", _l("Before trial")),
    Term("trial", _l("Trial")),
    Term("enforcement", _l("Enforcement of sentences")),
)

_MLA = "mutual_legal_assistance"
_MLA_WORDS = ("MLA", "letters rogatory", "legal assistance", "правовая помощь", "ВПП", "مساعدة قانونية", "司法协助")

FUNCTIONS = Vocabulary(
    Function(_MLA, _l("Mutual legal assistance"), "UNTOC, art. 18", also=_MLA_WORDS),
    Function(
        "mla_receipt",
        _l("Mutual legal assistance: receives requests"),
        "UNTOC, art. 18(13)",
        _MLA,
        "receives",
        also=_MLA_WORDS,
    ),
    Function(
        "mla_transmission",
        _l("Mutual legal assistance: transmits requests"),
        "UNTOC, art. 18(13)",
        _MLA,
        "transmits",
        also=_MLA_WORDS,
    ),
    Function(
        "mla_execution",
        _l("Mutual legal assistance: executes requests"),
        "UNTOC, art. 18(17)",
        _MLA,
        "executes",
        also=_MLA_WORDS,
    ),
    Function(
        "mla_copy",
        _l("Mutual legal assistance: receives a copy of direct requests"),
        "ETS 182, art. 4",
        _MLA,
        "receives_copy",
        also=_MLA_WORDS,
    ),
    # Judicial authorities under ETS 30, art. 24, and ETS 182, art. 6, that are no central authority.
    Function(
        "mla_direct",
        _l("Mutual legal assistance: receives requests sent directly"),
        "ETS 182, art. 4",
        _MLA,
        "receives_directly",
        also=_MLA_WORDS,
    ),
    Function("mla_courts", _l("Mutual legal assistance: requests to courts"), "", _MLA, also=_MLA_WORDS),
    Function("mla_no_treaty", _l("Mutual legal assistance without a treaty"), "", _MLA, also=_MLA_WORDS),
    Function(
        "electronic_evidence",
        _l("Electronic evidence"),
        "Convention on Cybercrime, art. 27",
        _MLA,
        also=("e-evidence", "cybercrime", "электронные доказательства"),
        is_narrow=True,
    ),
    Function("urgent_channel", _l("Urgent requests"), "UNTOC, art. 18(13)"),
    Function(
        "round_the_clock_unit",
        _l("24/7 point of contact for electronic evidence"),
        "Convention on Cybercrime, art. 35",
        also=("24/7", "24/7 network", "cybercrime"),
    ),
    Function(
        "extradition", _l("Extradition"), "UNTOC, art. 16", also=("выдача", "экстрадиция", "تسليم المجرمين", "引渡")
    ),
    Function("extradition_no_treaty", _l("Extradition without a treaty"), "UNTOC, art. 16(6)", "extradition"),
    Function(
        "extradition_electronic",
        _l("Extradition for computer offences"),
        "Convention on Cybercrime, art. 24",
        "extradition",
        is_narrow=True,
    ),
    Function(
        "provisional_arrest",
        _l("Provisional arrest"),
        "Convention on Cybercrime, art. 24(7)",
        "extradition",
        is_narrow=True,
    ),
    Function(
        "transfer_of_sentenced_persons",
        _l("Transfer of sentenced persons"),
        "UNTOC, art. 17",
        also=("TSP", "transfer of prisoners", "передача осуждённых"),
    ),
    Function(
        "handover_of_sentenced_persons",
        _l("Transfer of sentenced persons: hands over the person"),
        "ETS 112, art. 5",
        "transfer_of_sentenced_persons",
        is_narrow=True,
    ),
    Function("transfer_of_proceedings", _l("Transfer of proceedings"), "UNTOC, art. 21"),
    Function(
        "joint_investigation",
        _l("Joint investigation"),
        "UNTOC, art. 19",
        also=("JIT", "joint investigation team", "ССГ"),
    ),
    Function("special_investigative_techniques", _l("Special investigative techniques"), "UNTOC, art. 20"),
    Function(
        "covert_investigations",
        _l("Covert investigations"),
        "ETS 182, art. 19",
        "special_investigative_techniques",
        is_narrow=True,
    ),
    Function(
        "controlled_delivery",
        _l("Controlled delivery"),
        "UNTOC, art. 20(4)",
        "special_investigative_techniques",
        is_narrow=True,
    ),
    Function(
        "asset_recovery",
        _l("Confiscation and asset recovery"),
        "UNTOC, art. 13",
        also=("confiscation", "asset recovery", "возврат активов"),
    ),
    Function("smuggling_by_sea", _l("Smuggling of migrants by sea"), "Smuggling Protocol, art. 8(6)"),
    Function("travel_documents", _l("Verification of travel documents"), "Smuggling Protocol, art. 13"),
    Function("return_of_migrants", _l("Return of smuggled migrants"), "Smuggling Protocol, art. 18"),
    Function(
        "victim_referral",
        _l("Referral of victims"),
        "Trafficking Protocol, art. 6",
        also=("victims of trafficking", "NRM", "referral mechanism", "НМП"),
    ),
    Function(
        "victim_identification", _l("Identification of victims"), "CETS 197, art. 10", also=("victims of trafficking",)
    ),
    Function("victim_assistance", _l("Assistance to victims"), "Trafficking Protocol, art. 6(3)"),
    Function(
        "victim_return",
        _l("Return of victims"),
        "Trafficking Protocol, art. 8",
        also=("repatriation", "репатриация", "إعادة الضحايا"),
    ),
    Function("victim_compensation", _l("Compensation of victims"), "Trafficking Protocol, art. 6(6)"),
    Function("trafficking_coordination", _l("Coordination against trafficking"), "CETS 197, art. 29(2)"),
    Function("hotline", _l("Hotline"), also=("helpline", "горячая линия", "خط ساخن", "热线")),
    Function(
        "trafficking_hotline",
        _l("Hotline on trafficking in persons"),
        "",
        "hotline",
        also=("helpline", "горячая линия", "خط ساخن", "热线"),
    ),
    Function("service_of_documents", _l("Service of documents"), "UNTOC, art. 18(3)(b)"),
    Function("criminal_records", _l("Criminal records"), "UNTOC, art. 22"),
    Function("police_cooperation", _l("Police cooperation"), "UNTOC, art. 27", also=("police to police",)),
    Function("police_cooperation_drugs", _l("Police cooperation: drugs"), "", "police_cooperation", is_narrow=True),
    Function("network_contact_institution", _l("Institution of a network's contact points"), ""),
    Function("network_secretariat", _l("Secretariat of a network"), ""),
    Function("civil_judicial_assistance", _l("Judicial assistance in civil matters"), ""),
)
