"""The fallback chain: whom it reaches in which order, without holes and nobody twice."""

from flask import Flask

from directory import clock
from directory.extensions import db
from directory.focal_points.fallback_chain import FallbackStep, chain_of, people_of, public_steps
from directory.focal_points.queries import list_focal_points
from directory.models import Account, DeskMember, FocalPoint
from directory.vocabulary import ChainStep, Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.focal_points.desks import add_desk, add_rota


def staff(desk_role: str, **values: object) -> int:
    made: Account = factories.account(jurisdiction_key="KG", **values)
    factories.add(DeskMember(account_id=made.id, focal_point_key="test-desk", desk_role=desk_role))
    return made.id


def chain() -> list[FallbackStep]:
    return list(chain_of(db.session.get_one(FocalPoint, "test-desk"), clock.now()))


def test_the_chain_goes_from_duty_to_the_last_resort(small_app: Flask) -> None:
    add_desk()
    duty, deputy, head = staff("duty_officer"), staff("deputy"), staff("head")
    add_rota("test-desk", (duty, -1, 1), (deputy, 1, 2))
    coordinator = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])
    add_desk("other-desk", "kg-other", network_key="globe")
    factories.add(factories.authority("kg-ncb", authority_kind="interpol_ncb"))

    steps = chain()

    assert steps[:4] == [
        FallbackStep(ChainStep.DUTY, accounts=(duty,)),
        FallbackStep(ChainStep.DEPUTY, accounts=(deputy,)),
        FallbackStep(ChainStep.HEAD, accounts=(head,)),
        FallbackStep(ChainStep.COORDINATOR, accounts=(coordinator.id,)),
    ]
    assert [one.step for one in steps[4:]] == [ChainStep.OTHER_NETWORK, ChainStep.NCB]
    assert "other-desk" in steps[4].desks
    assert "kg-ncb" in steps[5].authorities


def test_no_real_desk_leads_to_one_that_is_invented(small_app: Flask) -> None:
    add_desk()
    add_desk("invented-desk", "kg-invented", network_key="globe", mark="demonstration")
    add_desk("other-invented-desk", "kg-other-invented", network_key="carin", mark="demonstration")

    desks = db.session.query(FocalPoint).where(FocalPoint.key.in_(["test-desk", "invented-desk"])).all()
    ends = {desk: {one for step in steps for one in step.desks} for desk, steps in public_steps(desks).items()}

    assert ends["test-desk"].isdisjoint({"invented-desk", "other-invented-desk"})
    assert "other-invented-desk" in ends["invented-desk"]


def test_a_hole_in_the_rota_reaches_the_deputy_first(small_app: Flask) -> None:
    add_desk()
    duty, deputy = staff("duty_officer"), staff("deputy")
    add_rota("test-desk", (duty, -3, -1), (duty, 1, 2))

    assert chain()[0] == FallbackStep(ChainStep.DEPUTY, accounts=(deputy,))


def test_nobody_is_reached_at_two_steps(small_app: Flask) -> None:
    add_desk()
    deputy, head = staff("deputy"), staff("head")
    add_rota("test-desk", (deputy, -1, 1))

    assert chain()[:2] == [
        FallbackStep(ChainStep.DUTY, accounts=(deputy,)),
        FallbackStep(ChainStep.HEAD, accounts=(head,)),
    ]


def test_who_has_left_or_cannot_sign_in_is_reached_by_no_step(small_app: Flask) -> None:
    add_desk()
    gone, disabled = factories.account(jurisdiction_key="KG").id, staff("head", active=False)
    factories.account(Role.COORDINATOR, jurisdiction_key="KG", active=False)
    factories.account(Role.COORDINATOR, jurisdiction_key="KZ")
    add_rota("test-desk", (gone, -1, 1), (disabled, -1, 1))

    assert [one.step for one in chain() if one.accounts] == []


def chain_and_people(desks: list[FocalPoint]) -> None:
    people_of({desk.key: desk.place() for desk in desks}, {}, clock.now())
    public_steps(desks)


def test_chains_of_many_desks_take_as_many_statements_as_of_one(small_app: Flask) -> None:
    for number in range(5):
        add_desk(f"desk-{number}", f"authority-{number}")
    factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])
    desks = list_focal_points(jurisdiction="KG")
    assert len(desks) > 5

    with counted_statements() as of_one:
        chain_and_people(desks[:1])
    with counted_statements() as of_many:
        chain_and_people(desks)

    assert len(of_one) == len(of_many)
