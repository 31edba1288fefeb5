"""What the two tables come to: who reads and does what where, asked of a place and of rows in a query alike."""

from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from directory.access import policy
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS, Viewer
from directory.models import Place, RestrictedWord
from directory.vocabulary import Audience, Role

Places = frozenset[str]

PLACES: Mapping[str, Place] = {
    "own": Place("KG", frozenset({"casc"}), "other-desk"),
    "own State": Place("KG", frozenset({"ejn"}), "desk"),
    "own network": Place("FR", frozenset({"casc"}), "another-desk"),
    "elsewhere": Place("FR", frozenset({"ejn"})),
}
EVERYWHERE, NOWHERE = frozenset(PLACES), frozenset[str]()
OWN, NETWORK, STATE = frozenset({"own"}), frozenset({"own", "own network"}), frozenset({"own", "own State"})
CASC = frozenset({"casc"})
PEOPLE: Mapping[str, Viewer] = {
    "visitor": ANONYMOUS,
    "practitioner": Viewer(Role.PRACTITIONER, 1, "KG", CASC, desks=frozenset({"desk"})),
    "coordinator of a State in a network": Viewer(Role.COORDINATOR, 2, "KG", CASC),
    "coordinator of a State": Viewer(Role.COORDINATOR, 3, "KG"),
    "coordinator of a network": Viewer(Role.COORDINATOR, 4, "", CASC),
    "coordinator of nothing": Viewer(Role.COORDINATOR, 5),
    "administrator": Viewer(Role.ADMINISTRATOR, 6),
}
# Where each of them reads or acts, in their order.
ALL = (EVERYWHERE,) * 7
SCOPED = (OWN, STATE, NETWORK, NOWHERE, EVERYWHERE)
NETWORKED = (NETWORK, NOWHERE, NETWORK, NOWHERE, EVERYWHERE)
UPKEEP = (NOWHERE, NOWHERE, *SCOPED)
AT_DESKS = (NOWHERE, frozenset({"own State"}), *SCOPED)
SIGNED_IN = (NOWHERE, *(EVERYWHERE,) * 6)
OF_NETWORKS = (NOWHERE, NETWORK, *NETWORKED)
READS: Mapping[Audience, tuple[Places, ...]] = {
    Audience.PUBLIC: ALL,
    Audience.PRACTITIONERS: SIGNED_IN,
    Audience.NETWORK: OF_NETWORKS,
    Audience.COORDINATORS: UPKEEP,
}
DOES: Mapping[Action, tuple[Places, ...]] = {
    Action.PROPOSE: UPKEEP,
    Action.PUBLISH: UPKEEP,
    Action.VERIFY: UPKEEP,
    Action.CONFIRM: AT_DESKS,
    Action.INVITE: UPKEEP,
    Action.AGREE: SIGNED_IN,
    Action.CONFIRM_PEOPLE: SIGNED_IN,
    Action.END_ACCOUNT: (NOWHERE, NOWHERE, STATE, STATE, NOWHERE, NOWHERE, EVERYWHERE),
    Action.SEE_READERS: UPKEEP,
    Action.KEEP_ROTA: AT_DESKS,
    Action.VOUCH: (NOWHERE, frozenset({"own State"}), *(NOWHERE,) * 5),
    Action.CONSULT: SIGNED_IN,
    Action.SUCCEED: (NOWHERE, EVERYWHERE, *(NOWHERE,) * 5),
    Action.OVERSEE: UPKEEP,
    Action.KEEP_DOCKET: SIGNED_IN,
    Action.OVERSEE_DOCKET: (NOWHERE, NOWHERE, STATE, STATE, NOWHERE, NOWHERE, EVERYWHERE),
    Action.HAND_OVER_DOCKET: (NOWHERE, NOWHERE, STATE, STATE, *(NOWHERE,) * 3),
    Action.REHEARSE: UPKEEP,
    Action.FOLLOW: SIGNED_IN,
    Action.ANNOUNCE: UPKEEP,
    Action.READ_FIGURES: OF_NETWORKS,
    Action.FILE_RETURNS: UPKEEP,
    Action.IMPORT: UPKEEP,
    Action.KEEP_WORDINGS: SIGNED_IN,
    Action.ADMINISTER: (*(NOWHERE,) * 6, EVERYWHERE),
}


@pytest.fixture
def rows() -> Iterator[Session]:
    """Yield a database with a row for each audience and place; the desk of the place stands in `key`."""
    engine = create_engine("sqlite://")
    RestrictedWord.metadata.tables["restricted_word"].create(engine)
    with Session(engine) as session:
        for audience in Audience:
            for name, place in PLACES.items():
                values = {"jurisdiction": place.jurisdiction, "network": min(place.networks), "key": place.desk}
                session.add(RestrictedWord(kind="desk", detail="x", audience=audience, word=name, **values))
        session.flush()
        yield session
    engine.dispose()


@pytest.mark.parametrize("audience", Audience)
def test_details_are_read_by_those_whom_their_audience_admits(audience: Audience, rows: Session) -> None:
    for viewer, expected in zip(PEOPLE.values(), READS[audience], strict=True):
        asked = {name for name, place in PLACES.items() if policy.may_read(viewer, audience, lambda at=place: at)}
        columns = (RestrictedWord.audience, RestrictedWord.jurisdiction, RestrictedWord.network)
        query = select(RestrictedWord.word).where(
            policy.readable(viewer, *columns), RestrictedWord.audience == audience
        )

        assert asked == expected, viewer
        assert set(rows.scalars(query)) == expected, viewer


@pytest.mark.parametrize("action", Action)
def test_each_act_is_for_those_whom_a_row_lets_do_it(action: Action, rows: Session) -> None:
    for viewer, expected in zip(PEOPLE.values(), DOES[action], strict=True):
        asked = {name for name, place in PLACES.items() if policy.may(viewer, action, place)}
        columns = (RestrictedWord.jurisdiction, RestrictedWord.network, RestrictedWord.key)
        query = select(RestrictedWord.word).where(policy.permitted_rows(viewer, action, *columns))

        assert asked == expected, viewer
        assert set(rows.scalars(query)) == expected, viewer


def test_rows_of_no_desk_are_for_nobody_at_desks(rows: Session) -> None:
    columns = (RestrictedWord.jurisdiction, RestrictedWord.network)
    condition = policy.permitted_rows(PEOPLE["practitioner"], Action.CONFIRM, *columns)

    assert not rows.scalars(select(RestrictedWord.word).where(condition)).all()


@pytest.mark.parametrize("action", Action)
def test_who_may_act_somewhere_goes_by_the_role(action: Action) -> None:
    able = {viewer.role for viewer, places in zip(PEOPLE.values(), DOES[action], strict=True) if places}

    assert policy.roles_for(action) == able
    assert {role for role in Role if policy.may_somewhere(Viewer(role), action)} == able


@pytest.mark.parametrize("audience", Audience)
def test_who_may_read_somewhere_goes_by_the_role(audience: Audience) -> None:
    able = {viewer.role for viewer, places in zip(PEOPLE.values(), READS[audience], strict=True) if places}

    assert {role for role in Role if policy.may_read_somewhere(Viewer(role), audience)} == able
    assert policy.is_public(audience) is (audience is Audience.PUBLIC)


def test_only_what_practitioners_and_networks_read_is_recognised_by_its_ending() -> None:
    assert {audience for audience in Audience if audience in policy.MASKED} == {
        Audience.PRACTITIONERS,
        Audience.NETWORK,
    }


def test_an_audience_that_no_row_names_is_for_nobody(rows: Session) -> None:
    everyone = PEOPLE["administrator"]

    assert not policy.may_read(everyone, "unknown", lambda: PLACES["own"])
    assert not policy.may_read_somewhere(everyone, "unknown")
    assert not policy.is_public("unknown")


def test_a_place_is_asked_for_only_where_the_answer_rests_on_it() -> None:
    asked: list[str] = []

    policy.may_read(PEOPLE["administrator"], Audience.COORDINATORS, lambda: asked.append("place"))
    policy.may_read(PEOPLE["visitor"], Audience.COORDINATORS, lambda: asked.append("place"))

    assert asked == []


@pytest.mark.parametrize(
    ("name", "role", "where"),
    [
        ("practitioner", Role.PRACTITIONER, NOWHERE),
        ("coordinator of a State in a network", Role.PRACTITIONER, OWN),
        # The networks of the other place are not theirs to give.
        ("coordinator of a State", Role.PRACTITIONER, NOWHERE),
        ("coordinator of a network", Role.PRACTITIONER, NETWORK),
        ("coordinator of a network", Role.COORDINATOR, NOWHERE),
        ("coordinator of a network", Role.ADMINISTRATOR, NOWHERE),
        ("coordinator of a network", Role.VISITOR, NOWHERE),
        ("administrator", Role.PRACTITIONER, EVERYWHERE),
        ("administrator", Role.COORDINATOR, EVERYWHERE),
        ("administrator", Role.ADMINISTRATOR, EVERYWHERE),
        ("administrator", Role.VISITOR, NOWHERE),
    ],
)
def test_people_are_let_in_by_those_who_hold_what_they_give(name: str, role: Role, where: Places) -> None:
    viewer = PEOPLE[name]

    assert {one for one, place in PLACES.items() if policy.may_admit(viewer, role, place)} == where


def test_nobody_gives_a_network_beside_one_that_they_hold() -> None:
    both = Place("KG", frozenset({"casc", "ejn"}))

    assert not policy.may_admit(PEOPLE["coordinator of a network"], Role.PRACTITIONER, both)
