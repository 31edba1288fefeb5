"""Questions with answers worked out by hand from `seed_data/`: what may be used, in order, and what may not.

`TODAY` is the day of the questions; `MOMENT` stops the clock on it (`clock.frozen_at`), since a treaty whose day of
force is not known is a condition on days long past.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from directory.atlas.question import AtlasQuestion, Offence

TODAY = date(2026, 11, 30)
MOMENT = datetime(2026, 11, 30, 12, tzinfo=UTC)
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
    "KZ to KG, hearing: the treaty of 1996, the closer one, then Chisinau, in the place of Minsk (120(3))": Case(
        asked("KZ>KG", HEARING, TIP),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced", "kz-kg-mla-prot-2022": "signed", "kz-kg-extradition-1997": "not_covering"},
    ),
    "KG to KZ is the same the other way round": Case(
        asked("KG>KZ", HEARING, TIP),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced"},
    ),
    "KZ to KG, extradition: the treaty of 1997, then Chisinau; UNTOC adds its offences to both (16(3))": Case(
        asked("KZ>KG", "extradition", TIP),
        (
            "kz-kg-extradition-1997 basis",
            "chisinau-2002 basis",
            "untoc supplements",
            "tip-protocol supplements",
        ),
        {"minsk-1993": "replaced", "kz-kg-mla-1996": "not_assessed"},
    ),
    "KZ to KG in 1997: Minsk on a condition, since the day is not known from which it bound the two": Case(
        asked("KZ>KG", HEARING, TIP, date(1997, 1, 1)),
        ("minsk-1993 conditional",),
        {"kz-kg-mla-1996": "not_yet", "chisinau-2002": "not_yet", "untoc": "not_yet"},
    ),
    "KZ to KG between 1998 and 2004: the treaty of 1996, then Minsk on that condition": Case(
        asked("KZ>KG", HEARING, TIP, date(2001, 5, 1)),
        ("kz-kg-mla-1996 basis", "minsk-1993 conditional"),
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
    "KG to UZ, smuggling: their treaty of 1996, Minsk; UNTOC on the condition of a serious crime (2(b), 3(1)(b))": Case(
        asked("KG>UZ", HEARING, SOM),
        ("kg-uz-mla-1996 basis", "minsk-1993 basis", "untoc conditional"),
        {"som-protocol": "signed", "chisinau-2002": "approved"},
    ),
    "KG to UZ, smuggling punished with three years: no UNTOC": Case(
        asked("KG>UZ", HEARING, WEAK),
        ("kg-uz-mla-1996 basis", "minsk-1993 basis"),
        {"untoc": "not_covering", "som-protocol": "signed"},
    ),
    "KG to UZ, a serious crime: UNTOC's condition is met": Case(
        asked("KG>UZ", HEARING, SERIOUS), ("kg-uz-mla-1996 basis", "minsk-1993 basis", "untoc basis")
    ),
    "KG to UZ, trafficking: both are parties to that Protocol": Case(
        asked("KG>UZ", HEARING, TIP),
        ("kg-uz-mla-1996 basis", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
    ),
    "KZ to TJ, smuggling: Minsk, or Chisinau in its place if it binds Tajikistan; UNTOC through the Protocol": Case(
        asked("KZ>TJ", HEARING, SOM),
        (
            "minsk-1993 basis",
            "minsk-1993-protocol-1997 supplements",
            "chisinau-2002 conditional",
            "untoc basis",
            "som-protocol supplements",
        ),
    ),
    "KZ to CZ: the draft treaty is not offered; both acceded to the Inter-American Convention": Case(
        asked("KZ>CZ", HEARING, TIP),
        ("oas-mla-1992 basis", "untoc basis", "tip-protocol supplements"),
        {"kz-cz-mla-2013": "draft"},
    ),
    "KZ to GB: signed, force not known": Case(
        asked("KZ>GB", HEARING, TIP), ("untoc basis", "tip-protocol supplements"), {"kz-gb-mla-2015": "signed"}
    ),
    "KZ to US: the treaty is signed, force not known; the Inter-American Convention binds both": Case(
        asked("KZ>US", HEARING, TIP),
        ("oas-mla-1992 basis", "untoc basis", "tip-protocol supplements"),
        {"kz-us-mla-2015": "signed"},
    ),
    "KZ to PK: a draft on extradition; UNTOC if Pakistan takes it as a basis (16(4) to (6)), which is not known": Case(
        asked("KZ>PK", "extradition", TIP),
        ("untoc conditional", "tip-protocol supplements"),
        {"kz-pk-extr": "draft"},
    ),
    "KZ to IR, transfer of sentenced persons: the day of signature and force are not known": Case(
        asked("KZ>IR", "transfer_of_sentenced_persons", TIP), (), {"kz-ir-tsp-2015": "signed"}
    ),
    "KZ to IR, hearing: a treaty on civil matters is no basis": Case(
        asked("KZ>IR", HEARING, OTHER), (), absent=("kz-ir-mla-civil-2019",)
    ),
    "GE to KZ: Georgia has only signed Chisinau; an agreement of the police carries no hearing": Case(
        asked("GE>KZ", HEARING, TIP),
        ("minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
        {"chisinau-2002": "signed", "kz-ge-crime-2005": "signed", "kz-ge-mla-1996": "signed"},
    ),
    "GE to AM, hearing: ETS 30 with its Protocols takes the place of Minsk, an earlier treaty (26(1))": Case(
        asked("GE>AM", HEARING, TIP),
        ("ets30 basis", "ets182 basis", "ets99 supplements", "untoc basis", "tip-protocol supplements"),
        {
            "minsk-1993": "replaced",
            "chisinau-2002": "signed",
            "ge-am-mla": "signed",
            "cets197": "not_covering",
            "ets24": "not_covering",
        },
    ),
    "GE to AM, video link: the second Protocol itself (9(1)); the text of Minsk has none": Case(
        asked("GE>AM", "video_hearing", TIP),
        ("ets182 basis", "ets30 supplements", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "not_covering"},
    ),
    "AM to GE, extradition: ETS 24 and Minsk, neither first by its text (28(1) names bilateral treaties alone)": Case(
        asked("AM>GE", "extradition", TIP),
        (
            "minsk-1993 basis",
            "ets24 basis",
            "ets86 supplements",
            "ets98 supplements",
            "untoc supplements",
            "tip-protocol supplements",
        ),
        {"ets112": "not_covering", "ets30": "not_covering"},
    ),
    "RU to AM, extradition: Chisinau was concluded after ETS 24 bound both and only adds to it (28(2))": Case(
        asked("RU>AM", "extradition", OTHER),
        ("ets24 basis", "ets86 supplements", "ets98 supplements", "chisinau-2002 basis", "untoc supplements"),
        {"minsk-1993": "replaced"},
    ),
    "AM to AZ, extradition: Chisinau only adds to ETS 24 (28(2)), and Minsk goes on unless it binds Azerbaijan": Case(
        asked("AM>AZ", "extradition", TIP),
        (
            "minsk-1993 basis",
            "ets24 basis",
            "ets86 supplements",
            "ets98 supplements",
            "chisinau-2002 conditional",
            "untoc supplements",
            "tip-protocol supplements",
        ),
    ),
    "AM to AZ, hearing: ETS 30 takes the place of Minsk (26(1)); Chisinau only adds to it, if it binds both": Case(
        asked("AM>AZ", HEARING, TIP),
        (
            "ets30 basis",
            "ets99 supplements",
            "untoc basis",
            "tip-protocol supplements",
            "chisinau-2002 conditional",
        ),
        {"minsk-1993": "replaced"},
    ),
    "AM to MD, locating a person: a Protocol to a treaty that is superseded goes with it": Case(
        asked("AM>MD", "locating_persons", TIP),
        ("ets30 basis", "ets182 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced", "minsk-1993-protocol-1997": "replaced"},
    ),
    "AM to GE, transfer of sentenced persons: the Moscow Convention or ETS 112, as the requesting State chooses": Case(
        asked("AM>GE", "transfer_of_sentenced_persons", TIP),
        ("moscow-tsp-1998 basis", "ets112 basis"),
        {"untoc": "not_covering"},
    ),
    "AM to GE in 2001, before ETS 24 bound Armenia: Minsk, by whose Protocol Armenia was bound in 2000": Case(
        asked("AM>GE", "extradition", TIP, date(2001, 12, 1)), ("minsk-1993 basis",), {"ets24": "not_yet"}
    ),
    "AM to UA, extradition: ETS 24, to which UNTOC adds its offences (16(3)); Ukraine has left Minsk": Case(
        asked("AM>UA", "extradition", TIP),
        ("ets24 basis", "ets86 supplements", "ets98 supplements", "untoc supplements", "tip-protocol supplements"),
        {"minsk-1993": "withdrawn"},
    ),
    "KZ to UA: Ukraine has left Minsk; both acceded to the Inter-American Convention": Case(
        asked("KZ>UA", HEARING, OTHER),
        ("oas-mla-1992 basis", "untoc conditional"),
        {"minsk-1993": "withdrawn", "kz-ua-mla-2018": "draft"},
    ),
    "KZ to UA after the law on withdrawal and before any notice took effect: Minsk still binds (84)": Case(
        asked("KZ>UA", HEARING, OTHER, date(2023, 6, 1)),
        ("minsk-1993 basis", "minsk-1993-protocol-1997 supplements", "oas-mla-1992 basis", "untoc conditional"),
    ),
    "AZ to GE, preservation of data: the Convention on Cybercrime (29(1)), by the procedure of ETS 30 (27(1))": Case(
        asked("AZ>GE", "data_preservation", TIP),
        (
            "budapest-185 basis",
            "ets30 supplements",
            "ets99 supplements",
            "untoc basis",
            "tip-protocol supplements",
            "minsk-1993 conditional",
        ),
        {"ets182": "signed"},
    ),
    "GE to DE, telecommunication data: the special convention, though ETS 30 says that later ones only add to it": Case(
        asked("GE>DE", "telecom_data", OTHER),
        ("budapest-185 basis", "ets30 basis", "ets182 basis", "ets99 supplements", "untoc conditional"),
    ),
    "AZ to GE, hearing on trafficking: the Convention on Cybercrime does not cover it": Case(
        asked("AZ>GE", HEARING, TIP),
        ("ets30 basis", "ets99 supplements", "untoc basis", "tip-protocol supplements"),
        {"budapest-185": "not_covering", "minsk-1993": "replaced"},
    ),
    "AZ to GE, records: ETS 30; the Convention on Cybercrime if electronic, ETS 141 to trace proceeds": Case(
        asked("AZ>GE", "records", OTHER),
        (
            "ets30 basis",
            "ets99 supplements",
            "ets141 conditional",
            "budapest-185 conditional",
            "untoc conditional",
        ),
    ),
    "GE to KZ, freezing: the special convention on proceeds (11(1)), then Minsk": Case(
        asked("GE>KZ", "freezing", TIP),
        ("ets141 basis", "minsk-1993 basis", "untoc basis", "tip-protocol supplements"),
    ),
    "GE to AM, interception: ETS 30 as far as the law permits it takes the place of Minsk": Case(
        asked("GE>AM", "interception", TIP),
        (
            "ets30 conditional",
            "ets182 supplements",
            "ets99 supplements",
            "budapest-185 conditional",
            "untoc conditional",
            "tip-protocol supplements",
        ),
        {"minsk-1993": "replaced"},
    ),
    "KZ to GE, preservation of data: UNTOC; Minsk by agreement in the case; Kazakhstan is not in the Convention": Case(
        asked("KZ>GE", "data_preservation", TIP),
        ("untoc basis", "tip-protocol supplements", "minsk-1993 conditional"),
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
    "KZ to TR: one treaty for assistance and extradition, to which UNTOC adds its offences": Case(
        asked("KZ>TR", "extradition", OTHER), ("kz-tr-mla-extr-1995 basis", "untoc supplements")
    ),
    "KZ to AE, hearing: the treaty on assistance of 2009, not the one on extradition": Case(
        asked("KZ>AE", HEARING, TIP),
        ("kz-ae-mla-2009 basis", "untoc basis", "tip-protocol supplements"),
        {"kz-ae-extr-2009": "not_covering"},
    ),
    "KZ to AE, extradition: in force since 2012-09-22, with UNTOC's offences (16(3))": Case(
        asked("KZ>AE", "extradition", TIP),
        ("kz-ae-extr-2009 basis", "untoc supplements", "tip-protocol supplements"),
    ),
    "UZ to CN, hearing: the treaty of 1997, in force by the Chinese list of 2018": Case(
        asked("UZ>CN", HEARING, OTHER), ("uz-cn-mla-1997 basis", "untoc conditional")
    ),
    "KZ to KG, transfer of proceedings: the agreement of 1997 is on prosecution too (1)": Case(
        asked("KZ>KG", "transfer_of_proceedings", OTHER),
        ("kz-kg-extradition-1997 basis", "chisinau-2002 basis", "untoc conditional"),
    ),
    "GE to UA, terrorism: ETS 90 with ETS 24, which takes the political offence exception away": Case(
        asked("GE>UA", "extradition", Offence("terrorism")),
        (
            "ets24 basis",
            "ets86 supplements",
            "ets98 supplements",
            "ets90 supplements",
            "icsft-1999 supplements",
            "bombings-1997 supplements",
            "untoc supplements",
        ),
        {"cets196": "signed"},
    ),
    "DE to IT, extradition: the European arrest warrant in the place of ETS 24 (Framework Decision, 31(1))": Case(
        asked("DE>IT", "extradition", OTHER),
        ("eu-arrest-warrant-2002 basis", "untoc supplements"),
        {"ets24": "replaced", "ets98": "replaced", "ets90": "replaced"},
    ),
    "DE to IT in 2003: ETS 24 and its Second Protocol": Case(
        asked("DE>IT", "extradition", OTHER, date(2003, 6, 1)),
        ("ets24 basis", "ets98 supplements"),
        {"eu-arrest-warrant-2002": "not_yet"},
    ),
    "DE to FR, records: the European Investigation Order in the place of ETS 30 (Directive, 34(1))": Case(
        asked("DE>FR", "records", OTHER),
        (
            "eu-investigation-order-2014 basis",
            "cets198 conditional",
            "budapest-185 conditional",
            "untoc conditional",
        ),
        {"ets30": "replaced", "ets182": "replaced"},
    ),
    "GB to FR, extradition: the warrant of their agreement (629(1)), no European arrest warrant since 2020-12-31": Case(
        asked("GB>FR", "extradition", OTHER),
        ("eu-uk-tca-2020 basis", "untoc supplements"),
        {"ets24": "replaced", "cets212": "replaced", "ets98": "replaced", "eu-arrest-warrant-2002": "withdrawn"},
    ),
    "TJ to CN, terrorism: no SCO Convention is a basis of its own, and that of 2009 is approved, not more": Case(
        asked("TJ>CN", "extradition", Offence("terrorism")),
        ("icsft-1999 conditional", "bombings-1997 conditional", "untoc conditional"),
        {"sco-shanghai-2001": "not_covering", "sco-terrorism-2009": "approved", "tj-cn-extr-2014": "signed"},
    ),
    "AM to US, computer crime: a State may take the Convention on Cybercrime as basis (24(3))": Case(
        asked("AM>US", "extradition", Offence("computer")),
        ("budapest-185 conditional", "untoc conditional"),
    ),
    "UZ to GE, hearing: the police agreement says that it is none, and its force is not known": Case(
        asked("UZ>GE", HEARING, OTHER),
        ("minsk-1993 basis", "untoc conditional"),
        absent=("uz-ge-crime-1995",),
    ),
    "KZ to UZ, hearing: their treaty of 1997; the migration agreement opens a channel alone, Shanghai is none": Case(
        asked("KZ>UZ", HEARING, SOM),
        ("kz-uz-mla-1997 basis", "minsk-1993 basis", "untoc conditional"),
        {"kz-uz-migr-2019": "channel_only", "sco-shanghai-2001": "not_covering", "som-protocol": "signed"},
    ),
    "KZ to KG, corruption: UNCAC": Case(
        asked("KZ>KG", HEARING, Offence("corruption")),
        ("kz-kg-mla-1996 basis", "chisinau-2002 basis", "uncac basis", "untoc conditional"),
    ),
    "KZ to BY, information: between the prosecution services": Case(
        asked("KZ>BY", "spontaneous_information", TIP),
        ("kz-by-pgo-2014 basis", "untoc basis", "tip-protocol basis"),
    ),
    "KZ to BY, hearing: an agreement of the prosecution services carries no compulsory act": Case(
        asked("KZ>BY", HEARING, TIP),
        ("chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"kz-by-pgo-2014": "channel_only"},
    ),
    "KZ to KG, repatriation of a victim: the Trafficking Protocol itself, with its Convention": Case(
        asked("KZ>KG", "victim_repatriation", TIP), ("tip-protocol basis", "untoc supplements")
    ),
    "KZ to UZ, return of migrants: a signed Protocol, and an agreement of which nobody read that it names it": Case(
        asked("KZ>UZ", "return_of_migrants", SOM), (), {"som-protocol": "signed", "kz-uz-migr-2019": "channel_only"}
    ),
    "KZ to KG, joint investigation: Chisinau (63), no treaty that was not read; UNTOC by agreement": Case(
        asked("KZ>KG", "joint_investigation", TIP),
        ("chisinau-2002 basis", "untoc conditional", "tip-protocol supplements"),
        {"kz-kg-mla-1996": "not_assessed"},
    ),
    "KG to UZ, video link: UNTOC (18(18)), with the procedure of the treaties on assistance (18(7))": Case(
        asked("KG>UZ", "video_hearing", TIP),
        ("untoc basis", "tip-protocol supplements", "kg-uz-mla-1996 supplements", "minsk-1993 supplements"),
    ),
    "KZ to KP, hearing: the treaty of 1997 alone": Case(
        asked("KZ>KP", HEARING, OTHER), ("kz-kp-mla-1997 basis", "untoc conditional")
    ),
    "RU to KG: the treaty of 1992, then Chisinau, which binds Russia since 2023": Case(
        asked("RU>KG", HEARING, TIP),
        ("ru-kg-mla-1992 basis", "chisinau-2002 basis", "untoc basis", "tip-protocol supplements"),
        {"minsk-1993": "replaced"},
    ),
    "RU to KG the day before: Minsk": Case(
        asked("RU>KG", HEARING, OTHER, date(2023, 6, 27)),
        ("ru-kg-mla-1992 basis", "minsk-1993 basis", "untoc conditional"),
        {"chisinau-2002": "not_yet"},
    ),
    "TM to UZ: Minsk, UNTOC through the Protocol": Case(
        asked("TM>UZ", HEARING, TIP), ("minsk-1993 basis", "untoc basis", "tip-protocol supplements")
    ),
}
