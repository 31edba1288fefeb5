"""A desk has lines of its own: those that its institution keeps for the desk's network."""

from tests import factories
from tests.focal_points.conftest import Office


def test_a_desk_shows_its_own_lines_first_and_none_of_another_network(office: Office) -> None:
    institution = factories.contact("+996 312 000 001", means="phone")
    own = factories.contact("+996 312 000 002", means="phone", audience="network", network_key="casc")
    secure = factories.contact("desk.secure", means="secure_channel", audience="network", network_key="casc")
    other = factories.contact("+996 312 000 003", means="phone", audience="network", network_key="carin")
    factories.add(institution, own, secure, other)
    member = factories.account(jurisdiction_key="KZ", networks=["casc", "carin"])

    page = office.browser(member).get("/en/focal-points/test-desk").text

    lines = page.split('id="own-lines"')[1]
    assert lines.index(own.value) < lines.index(institution.value)
    assert "Secure channel" in lines
    assert other.value not in page
    assert own.value not in office.app.test_client().get("/en/focal-points/test-desk").text


def test_who_staffs_a_desk_is_named_to_its_network_and_to_nobody_else(office: Office) -> None:
    reader = factories.account(jurisdiction_key="KZ", networks=["casc"])
    outsider = factories.account(jurisdiction_key="KZ", networks=["carin"])

    pages = [office.browser(one).get("/en/focal-points/test-desk").text for one in (reader, outsider)]

    assert ["Officer One" in page for page in pages] == [True, False]
    assert "Duty officer" in pages[0]


def test_who_reads_the_rota_of_a_desk_is_not_told_how_to_be_admitted(office: Office) -> None:
    networks = {"reader": ["casc"], "outsider": ["carin"]}
    people = {name: factories.account(jurisdiction_key="KZ", networks=codes) for name, codes in networks.items()}

    pages = {name: office.browser(one).get("/en/focal-points/test-desk").text for name, one in people.items()}

    assert {name: 'id="admission"' in page for name, page in pages.items()} == {"reader": False, "outsider": True}
