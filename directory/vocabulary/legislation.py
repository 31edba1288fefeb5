"""The codes for national laws and guides: their kinds, statuses and issues, and the treaty articles that laws carry
out.

Source of issues and articles: UNTOC and its Protocols against trafficking and smuggling.
"""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

LAW_KINDS = Vocabulary(
    Term("law", _l("Law or code")),
    Term("regulation", _l("Regulation, directive or order")),
    Term("decision", _l("Decision of a court")),
    Term("guide", _l("Guide or manual")),
)

# An empty status means that the status is not known.
LAW_STATUSES = Vocabulary(
    Term("in_force", _l("In force")),
    Term("replaced", _l("Replaced by a later law")),
    Term("repealed", _l("Repealed")),
)

ISSUES = Vocabulary(
    Term("mutual_legal_assistance", _l("Mutual legal assistance"), "UNTOC, art. 18"),
    Term("extradition", _l("Extradition"), "UNTOC, art. 16"),
    Term("police_cooperation", _l("Cooperation of police and other services"), "UNTOC, art. 27"),
    Term("sentenced_persons", _l("Transfer of sentenced persons"), "UNTOC, art. 17"),
    Term("proceedings", _l("Transfer of proceedings"), "UNTOC, art. 21"),
    Term("joint_investigation", _l("Joint investigations"), "UNTOC, art. 19"),
    Term("special_techniques", _l("Special investigative techniques"), "UNTOC, art. 20"),
    Term("confiscation", _l("Confiscation and return of assets"), "UNTOC, arts 12 to 14"),
    Term("electronic_evidence", _l("Electronic evidence"), "Convention on Cybercrime, arts 16 to 21"),
    Term("victims", _l("Assistance to victims and their protection"), "UNTOC, art. 25; Trafficking Protocol, art. 6"),
    Term("witnesses", _l("Protection of witnesses"), "UNTOC, art. 24"),
    Term("return", _l("Return of victims and migrants"), "Trafficking Protocol, art. 8; Smuggling Protocol, art. 18"),
    Term("legal_persons", _l("Liability of legal persons"), "UNTOC, art. 10"),
    Term("jurisdiction", _l("Jurisdiction of courts"), "UNTOC, art. 15"),
)


# The articles of the three treaties that require national law. The first and last articles of each treaty require none.
TREATY_ARTICLES = Vocabulary(
    *(Term(f"untoc_{number}", _l("UNTOC, art. %(number)s", number=number)) for number in range(5, 32)),
    *(
        Term(f"tip_protocol_{number}", _l("Trafficking Protocol, art. %(number)s", number=number))
        for number in range(5, 14)
    ),
    *(
        Term(f"som_protocol_{number}", _l("Smuggling Protocol, art. %(number)s", number=number))
        for number in range(5, 19)
    ),
)
