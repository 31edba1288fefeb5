"""The kinds of authorities, their statuses and marks (such as "invented"), and the kinds of networks."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

AUTHORITY_KINDS = Vocabulary(
    Term(
        "prosecutor_general",
        _l("Prosecution service"),
        also=(
            "GPO",
            "PGO",
            "prosecutor",
            "procuracy",
            "prosecutor general",
            "Генпрокуратура",
            "прокуратура",
            "ГП",
            "النيابة العامة",
            "检察院",
        ),
    ),
    Term(
        "ministry_of_justice",
        _l("Ministry of justice"),
        also=("MoJ", "justice ministry", "Минюст", "МЮ", "وزارة العدل", "司法部"),
    ),
    Term("attorney_general", _l("Attorney general"), also=("AGO", "AG", "attorney general")),
    Term("ministry_of_interior", _l("Ministry of the interior"), also=("MIA", "MoI", "interior ministry", "МВД")),
    Term("ministry_of_foreign_affairs", _l("Ministry of foreign affairs"), also=("MFA", "foreign ministry", "МИД")),
    Term("judicial_body", _l("Court or judicial body"), also=("court", "суд", "محكمة")),
    Term("police", _l("Police"), also=("police", "полиция", "شرطة")),
    Term("police_24_7", _l("24/7 police unit"), also=("24/7", "cybercrime unit", "police")),
    Term(
        "interpol_ncb",
        _l("INTERPOL National Central Bureau (NCB)"),
        also=("NCB", "INTERPOL", "НЦБ", "Интерпол", "الإنتربول"),
    ),
    Term("investigative_body", _l("Investigative body"), also=("investigative committee", "следственный комитет")),
    Term("security_service", _l("Security service")),
    Term("maritime_authority", _l("Maritime authority")),
    Term("police_trafficking_unit", _l("Police unit against trafficking in persons"), also=("anti-trafficking unit",)),
    Term("customs", _l("Customs"), also=("таможня", "جمارك", "海关")),
    Term("prison_service", _l("Prison service"), also=("penitentiary", "ФСИН", "КУИС")),
    Term(
        "ministry_of_social_affairs",
        _l("Ministry of labour or social affairs"),
        also=("MoL", "labour ministry", "Минтруд"),
    ),
    Term("coordination_body", _l("Coordination body"), "CETS 197, art. 29(2)", also=("commission", "council")),
    Term("victim_service", _l("Service for victims"), "Trafficking Protocol, art. 6(3)"),
    Term("hotline", _l("Hotline"), also=("helpline", "горячая линия", "خط ساخن", "热线")),
    Term(
        "international_organization",
        _l("International organization"),
        also=("IOM", "International Organization for Migration", "МОМ", "المنظمة الدولية للهجرة"),
    ),
    Term("regional_body", _l("Regional body")),
    Term("regional_network", _l("Network secretariat")),
)

AUTHORITY_STATUSES = Vocabulary(
    Term("active", _l("Active")),
    Term("closed", _l("Closed")),
    Term("replaced", _l("Replaced")),
)
# The statuses of an authority or a desk that has ended.
ENDED_STATUSES = ("closed", "replaced")


class Mark(StrEnum):
    """A mark of an unusual authority or desk, for instance an invented one."""

    DEMONSTRATION = "demonstration"
    """Invented for trying out the site: nobody answers there."""


# The host in the addresses of demonstration people. No mail arrives there, and nobody can own such an address. Source:
# RFC 2606, section 3.
DEMONSTRATION_HOST = "example.org"

ENTRY_MARKS = Vocabulary(
    Term(Mark.DEMONSTRATION, _l("Demonstration")),
)

NETWORK_KINDS = Vocabulary(
    Term("judicial_cooperation", _l("Judicial cooperation")),
    Term("prosecutors", _l("Prosecutors")),
    Term("police", _l("Police"), also=("police", "полиция", "شرطة")),
    Term("law_enforcement", _l("Law enforcement")),
    Term("asset_recovery", _l("Asset recovery")),
    Term("round_the_clock", _l("24/7")),
)

# The home network of this directory; its States come first on pages.
HOME_NETWORK = "casc"
