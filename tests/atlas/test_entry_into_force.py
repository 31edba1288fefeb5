"""Since when a treaty binds a State: by its own rule from the deposit, checked against the dates that sources give."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import ANONYMOUS
from directory.atlas import queries
from directory.atlas.entry_into_force import day_of_entry, standing_of
from directory.atlas.facts import AtlasFacts, RelationFacts, TreatyActFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.treaty_force import TreatyForce, force_by_treaty
from directory.extensions import db
from directory.models import Jurisdiction

ETS = TreatyFacts("ets", "regional", in_force_from=date(1985, 7, 1), entry_months=3)
UN = TreatyFacts("un", "universal", in_force_from=date(2003, 9, 29), entry_days=30)

# Slovakia is bound since its own beginning, by succession; of Bolivia the source prints a day one month too early, of
# Germany, Korea and Monaco one day late.
PRINTED_OTHERWISE = {
    ("ets24", "DE"),
    ("ets24", "KR"),
    ("ets24", "SK"),
    ("ets30", "SK"),
    ("ets86", "MC"),
    ("ets112", "BO"),
}


@pytest.mark.parametrize(
    ("treaty", "deposited_on", "bound_from"),
    [
        (UN, date(2008, 7, 31), date(2008, 8, 30)),
        (UN, date(2002, 7, 8), date(2003, 9, 29)),
        (ETS, date(2006, 10, 12), date(2007, 2, 1)),
        (ETS, date(2001, 11, 30), date(2002, 3, 1)),
        (ETS, date(2001, 9, 1), date(2002, 1, 1)),
        (TreatyFacts("cis", "regional"), date(2005, 1, 21), None),
    ],
)
def test_a_deposit_binds_by_the_treatys_own_rule(
    treaty: TreatyFacts, deposited_on: date, bound_from: date | None
) -> None:
    assert day_of_entry(treaty, deposited_on) == bound_from


@pytest.mark.parametrize(
    ("others", "standing"), [(("GB",), "party"), (("IT",), "not_known"), (("GB", "IT"), "not_known"), ((), "party")]
)
def test_an_act_towards_one_state_binds_towards_no_other(others: tuple[str, ...], standing: str) -> None:
    act = TreatyActFacts("party", "entry_into_force", date(2021, 5, 1), True, towards="GB")

    assert standing_of(ETS, [act], date(2026, 12, 1), others).standing == standing


@pytest.mark.parametrize(("on", "is_too_early"), [(date(1994, 12, 20), True), (date(1994, 12, 21), False)])
def test_the_minsk_convention_binds_armenia_from_the_day_that_its_sheet_tells(
    context: None, on: date, is_too_early: bool
) -> None:
    record = queries.load(ANONYMOUS, ["AM"])

    force = standing_of(record.treaties["minsk-1993"], record.acts["minsk-1993", "AM"], on)

    assert (force.since, force.begins_after(on)) == (date(1994, 12, 21), is_too_early)


def test_the_rules_give_the_days_that_sources_print(app: Flask) -> None:
    with app.app_context():
        record = queries.load(ANONYMOUS, list(db.session.scalars(select(Jurisdiction.key))))

    compared = [
        ((treaty, state), day_of_entry(record.treaties[treaty], deposits[0]), entries[0])
        for (treaty, state), acts in record.acts.items()
        if record.treaties[treaty].entry_days or record.treaties[treaty].entry_months
        if (deposits := _days(acts, "deposit")) and (entries := _days(acts, "entry_into_force"))
    ]

    assert len(compared) > 50
    assert {place for place, computed, printed in compared if computed != printed} == PRINTED_OTHERWISE


def _days(acts: tuple[TreatyActFacts, ...], kind: str) -> list[date]:
    return [act.acted_on for act in acts if act.date_kind == kind and act.acted_on]


@pytest.mark.parametrize(
    ("acts", "standing", "since"),
    [
        ([TreatyActFacts("signature", "signature", date(2002, 10, 7), True)], "signed", None),
        ([TreatyActFacts("ratification", "national_law", date(2004, 3, 10), True)], "approved", None),
        ([TreatyActFacts("ratification", "deposit", date(2008, 7, 31), True)], "party", date(2008, 8, 30)),
        ([TreatyActFacts("party", "", None, False)], "party", None),
        (
            [
                TreatyActFacts("party", "", None, True),
                TreatyActFacts("withdrawal", "national_law", date(2022, 12, 1), True),
            ],
            "party",
            None,
        ),
        (
            [
                TreatyActFacts("party", "", None, True),
                TreatyActFacts("withdrawal", "effective_date", date(2023, 5, 1), True),
            ],
            "withdrawn",
            None,
        ),
        (
            [
                TreatyActFacts("party", "", None, True),
                TreatyActFacts("withdrawal", "effective_date", date(2030, 5, 1), True),
            ],
            "party",
            None,
        ),
        (
            [
                TreatyActFacts("party", "", None, True),
                TreatyActFacts("withdrawal", "national_law", date(2026, 11, 27), True),
            ],
            "party",
            None,
        ),
        (
            [
                TreatyActFacts("party", "", None, True),
                TreatyActFacts("withdrawal", "effective_date", date(2026, 11, 26), True),
            ],
            "withdrawn",
            None,
        ),
        ([TreatyActFacts("signature", "signature", date(2026, 11, 27), True)], "not_known", None),
        ([TreatyActFacts("ratification", "national_law", date(2027, 1, 1), True)], "not_known", None),
        (
            [
                TreatyActFacts("signature", "signature", date(2020, 1, 1), True),
                TreatyActFacts("party", "entry_into_force", date(2028, 1, 1), True),
            ],
            "party",
            date(2028, 1, 1),
        ),
        ([], "not_known", None),
    ],
)
def test_a_state_stands_under_a_treaty_by_all_that_it_did(
    acts: list[TreatyActFacts], standing: str, since: date | None
) -> None:
    force = standing_of(UN, acts, date(2026, 11, 26))

    assert (force.standing, force.since) == (standing, since)


@pytest.mark.parametrize(("on", "is_too_early"), [(date(2002, 6, 27), True), (date(2002, 6, 28), False)])
def test_without_a_rule_of_entry_a_state_is_not_bound_before_its_deposit(on: date, is_too_early: bool) -> None:
    deposit = TreatyActFacts("ratification", "deposit", date(2002, 6, 28), True)

    force = standing_of(TreatyFacts("cis", "regional"), [deposit], on)

    assert (force.since, force.begins_after(on)) == (None, is_too_early)


def test_a_protocol_shows_by_when_its_main_treaty_bound() -> None:
    """Only parties to the main treaty can join it (ETS 86, art. 3(4)): the older one bound by then at the latest."""
    entered = (TreatyActFacts("party", "entry_into_force", date(2000, 3, 9), is_supported=True),)
    undated = (TreatyActFacts("party", "", None, is_supported=True),)
    adds = (RelationFacts("supplements", other="main"),)
    record = AtlasFacts(
        {
            "main": TreatyFacts("main", "regional"),
            "protocol": TreatyFacts("protocol", "regional", relations=adds),
        },
        {("main", state): undated for state in ("AM", "RU")}
        | {("protocol", "AM"): entered, ("protocol", "RU"): entered},
        {},
    )

    def force(on: date) -> TreatyForce:
        return force_by_treaty(AtlasQuestion("AM", "RU", "extradition", on=on), record)["main"]

    assert force(date(2001, 1, 1)).at_latest == date(2000, 3, 9)
    assert [force(on).is_uncertain for on in (date(1999, 1, 1), date(2001, 1, 1))] == [True, False]
