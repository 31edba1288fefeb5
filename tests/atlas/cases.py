"""Questions with answers worked out by hand from `seed_data/`: what may be used, in order, and what may not."""

from dataclasses import dataclass, field
from datetime import date

from directory.atlas.question import AtlasQuestion, Offence

TODAY = date(2026, 11, 30)
TIP, SOM, OTHER = Offence("tip"), Offence("som"), Offence("other")
SERIOUS = Offence("other", max_penalty_years=8, is_transnational=True, is_organized=True)
WEAK = Offence("som", max_penalty_years=3)
HEARING = "hearing_witness"


@dataclass(frozen=True)
class Case:
    """`usable` are treaties with their use, in order; `others` are some of those that may not be used, `absent` are not
    spoken of at all."""

    question: AtlasQuestion
    usable: tuple[str, ...]
    others: dict[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


def asked(pair: str, measure: str, offence: Offence, on: date = TODAY) -> AtlasQuestion:
    requesting, requested = pair.split(">")
    return AtlasQuestion(requesting, requested, measure, offence, on=on)


CASES = {
    "KZ to KG, hearing: the treaty of 1996, then Chisinau, Minsk replaced, no extradition treaty": Case(
        asked("KZ>KG", HEARING, TIP),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced", "kz-kg-mla-prot-2022": "signed"},
        ("kz-kg-extradition-1997",),
    ),
    "KG to KZ is the same the other way round": Case(
        asked("KG>KZ", HEARING, TIP),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced"},
    ),
    "KZ to KG, extradition: Chisinau; UNTOC only where declared, which is not known": Case(
        asked("KZ>KG", "extradition", TIP),
        ("chisinau-2002 basis",),
        {"untoc": "not_declared", "minsk-1993": "replaced", "kz-kg-mla-1996": "not_covering"},
    ),
    "KZ to KG before either convention and the treaty: Minsk, in force since 1994": Case(
        asked("KZ>KG", HEARING, TIP, date(1997, 1, 1)),
        ("minsk-1993 basis",),
        {"kz-kg-mla-1996": "not_yet", "chisinau-2002": "not_yet", "untoc": "not_yet"},
    ),
    "KZ to KG between 1998 and 2004: the treaty of 1996, then Minsk": Case(
        asked("KZ>KG", HEARING, TIP, date(2001, 5, 1)),
        ("kz-kg-mla-1996 basis", "minsk-1993 basis"),
        {"chisinau-2002": "not_yet"},
    ),
    "KZ to KG before the Minsk Convention was in force: nothing": Case(
        asked("KZ>KG", HEARING, TIP, date(1993, 6, 1)), (), {"minsk-1993": "not_yet"}
    ),
    "KG to AM, hearing: Chisinau, UNTOC through the Protocol, no ETS 30": Case(
        asked("KG>AM", HEARING, TIP),
        ("chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"ets30": "not_party", "minsk-1993": "replaced"},
    ),
    "KG to UZ, smuggling: no Smuggling Protocol, UNTOC on the condition of a serious crime": Case(
        asked("KG>UZ", HEARING, SOM),
        ("minsk-1993 basis", "untoc conditional"),
        {"som-protocol": "signed"},
    ),
    "KG to UZ, smuggling punished with three years: no UNTOC": Case(
        asked("KG>UZ", HEARING, WEAK), ("minsk-1993 basis",), {"untoc": "not_covering", "som-protocol": "signed"}
    ),
    "KG to UZ, a serious crime: UNTOC's condition is met": Case(
        asked("KG>UZ", HEARING, SERIOUS), ("minsk-1993 basis", "untoc basis")
    ),
    "KG to UZ, trafficking: both are parties to that Protocol": Case(
        asked("KG>UZ", HEARING, TIP), ("minsk-1993 basis", "untoc basis", "tip-protocol supplements")
    ),
    "KZ to TJ, smuggling: Chisinau, UNTOC through the Protocol": Case(
        asked("KZ>TJ", HEARING, SOM), ("chisinau-2002 basis", "untoc basis", "som-protocol supplements")
    ),
    "KZ to CZ: the draft treaty is not offered": Case(
        asked("KZ>CZ", HEARING, TIP), ("untoc basis", "tip-protocol supplements"), {"kz-cz-mla-2013": "draft"}
    ),
    "KZ to GB: signed, force not known": Case(
        asked("KZ>GB", HEARING, TIP), ("untoc basis", "tip-protocol supplements"), {"kz-gb-mla-2015": "signed"}
    ),
    "KZ to US: signed, force not known": Case(
        asked("KZ>US", HEARING, TIP), ("untoc basis", "tip-protocol supplements"), {"kz-us-mla-2015": "signed"}
    ),
    "KZ to PK: a draft on extradition": Case(asked("KZ>PK", "extradition", TIP), (), {"kz-pk-extr": "draft"}),
    "KZ to IR, transfer of sentenced persons: signature not confirmed": Case(
        asked("KZ>IR", "transfer_of_sentenced_persons", TIP), (), {"kz-ir-tsp-2015": "draft"}
    ),
    "KZ to IR, hearing: a treaty on civil matters is no basis": Case(
        asked("KZ>IR", HEARING, OTHER), (), absent=("kz-ir-mla-civil-2019",)
    ),
    "GE to KZ: Chisinau only signed by Georgia, never offered": Case(
        asked("GE>KZ", HEARING, TIP),
        ("minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"chisinau-2002": "signed"},
        ("kz-ge-crime-2005",),
    ),
    "GE to AM, hearing: ETS 30 with its second Protocol, then Minsk": Case(
        asked("GE>AM", HEARING, TIP),
        ("ets30 basis", "ets182 supplements", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"chisinau-2002": "signed", "ge-am-mla": "signed", "cets197": "not_covering", "ets24": "not_covering"},
    ),
    "GE to AM, video link: the second Protocol itself": Case(
        asked("GE>AM", "video_hearing", TIP),
        ("ets182 basis", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"ets30": "not_covering"},
    ),
    "AM to GE, extradition: ETS 24 with its Protocol; UNTOC not declared": Case(
        asked("AM>GE", "extradition", TIP),
        ("ets24 basis", "ets86 supplements", "minsk-1993 basis"),
        {"untoc": "not_declared", "ets112": "not_covering", "ets30": "not_covering"},
    ),
    "AM to GE, transfer of sentenced persons: ETS 112 alone": Case(
        asked("AM>GE", "transfer_of_sentenced_persons", TIP), ("ets112 basis",), {"untoc": "not_covering"}
    ),
    "AM to GE in 2001, before ETS 24 bound Armenia: Minsk": Case(
        asked("AM>GE", "extradition", TIP, date(2001, 12, 1)), ("minsk-1993 basis",), {"ets24": "not_yet"}
    ),
    "AM to UA, extradition: ETS 24; Ukraine has declared UNTOC a basis": Case(
        asked("AM>UA", "extradition", TIP),
        ("ets24 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "withdrawal_enacted"},
    ),
    "KZ to UA: Minsk withdrawn by national law alone is not offered": Case(
        asked("KZ>UA", HEARING, OTHER), ("untoc conditional",), {"minsk-1993": "withdrawal_enacted"}
    ),
    "AZ to GE, preservation of data: the Convention on Cybercrime, whatever the offence": Case(
        asked("AZ>GE", "data_preservation", TIP),
        ("budapest-185 basis", "untoc basis", "tip-protocol supplements"),
        {"ets30": "not_covering"},
    ),
    "AZ to GE, hearing on trafficking: the Convention on Cybercrime does not cover it": Case(
        asked("AZ>GE", HEARING, TIP),
        ("ets30 basis", "ets182 supplements", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"budapest-185": "not_covering"},
    ),
    "AZ to GE, records: the Convention on Cybercrime as far as they are electronic": Case(
        asked("AZ>GE", "records", OTHER),
        ("budapest-185 conditional", "ets30 basis", "ets182 supplements", "minsk-1993 basis", "untoc conditional"),
    ),
    "KZ to GE, preservation of data: Kazakhstan is no party to the Convention on Cybercrime": Case(
        asked("KZ>GE", "data_preservation", TIP),
        ("untoc basis", "tip-protocol supplements"),
        {"budapest-185": "not_party"},
    ),
    "UZ to IN: in force since the year 2001": Case(
        asked("UZ>IN", HEARING, OTHER), ("uz-in-mla basis", "untoc conditional")
    ),
    "UZ to IN in the year of force itself: on a condition": Case(
        asked("UZ>IN", HEARING, OTHER, date(2001, 6, 1)), ("uz-in-mla conditional",), {"untoc": "not_yet"}
    ),
    "KZ to IN: the treaty, in force since 2000-12-22": Case(
        asked("KZ>IN", HEARING, OTHER), ("kz-in-mla-1999 basis", "untoc conditional")
    ),
    "KZ to TR: one treaty for assistance and extradition": Case(
        asked("KZ>TR", "extradition", OTHER), ("kz-tr-mla-extr-1995 basis",), {"untoc": "not_declared"}
    ),
    "KZ to AE, hearing: the extradition treaty does not cover it": Case(
        asked("KZ>AE", HEARING, TIP), ("untoc basis", "tip-protocol supplements"), {"kz-ae-extr-2009": "not_covering"}
    ),
    "KZ to AE, extradition: in force since 2012-09-22": Case(
        asked("KZ>AE", "extradition", TIP), ("kz-ae-extr-2009 basis",), {"untoc": "not_declared"}
    ),
    "UZ to GE, hearing: the police agreement says that it is none, and its force is not known": Case(
        asked("UZ>GE", HEARING, OTHER),
        ("minsk-1993 basis", "untoc conditional"),
        absent=("uz-ge-crime-1995",),
    ),
    "KZ to UZ, hearing: the migration agreement and the Shanghai Convention are none": Case(
        asked("KZ>UZ", HEARING, SOM),
        ("minsk-1993 basis", "untoc conditional"),
        {"kz-uz-migr-2019": "not_covering", "sco-shanghai-2001": "not_covering", "som-protocol": "signed"},
    ),
    "KZ to KG, corruption: UNCAC": Case(
        asked("KZ>KG", HEARING, Offence("corruption")),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "uncac basis", "untoc conditional"),
    ),
    "KZ to BY, information: between the prosecution services": Case(
        asked("KZ>BY", "spontaneous_information", TIP),
        ("kz-by-pgo-2014 basis", "tip-protocol basis", "untoc basis"),
    ),
    "KZ to KG, repatriation of a victim: the Trafficking Protocol itself": Case(
        asked("KZ>KG", "victim_repatriation", TIP), ("tip-protocol basis",)
    ),
    "KZ to UZ, return of migrants: Uzbekistan has only signed the Smuggling Protocol": Case(
        asked("KZ>UZ", "return_of_migrants", SOM), ("kz-uz-migr-2019 conditional",), {"som-protocol": "signed"}
    ),
    "KZ to KG, joint investigation: Chisinau, UNTOC by agreement in the case": Case(
        asked("KZ>KG", "joint_investigation", TIP),
        ("kz-kg-mla-1996 conditional", "chisinau-2002 basis", "untoc conditional", "tip-protocol supplements"),
    ),
    "KZ to KP, hearing: the treaty of 1997 alone": Case(
        asked("KZ>KP", HEARING, OTHER), ("kz-kp-mla-1997 basis", "untoc conditional")
    ),
    "RU to KG: the treaty of 1992, then Minsk; Russia has only signed Chisinau": Case(
        asked("RU>KG", HEARING, TIP),
        ("ru-kg-mla-1992 basis", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"chisinau-2002": "signed"},
    ),
    "TM to UZ: Minsk, UNTOC through the Protocol": Case(
        asked("TM>UZ", HEARING, TIP), ("minsk-1993 basis", "untoc basis", "tip-protocol supplements")
    ),
}
