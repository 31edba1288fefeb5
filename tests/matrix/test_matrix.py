"""Who reads what, at every address: the table generates a test for each person and column."""

import pytest

from tests.matrix.canaries import Canary
from tests.matrix.conftest import Crawled
from tests.matrix.table import COLUMNS, KEEPERS, PEOPLE, SPOTS, Spot, may_read

pytestmark = pytest.mark.xdist_group("matrix")
# It leads elsewhere; links are for who holds them; what is unfinished is its author's, what one asked the asker's.
# Of what is overseen or kept nothing is told but a name or number, which `test_alike` tries.
TOLD = [column for column in COLUMNS if not column.startswith(("overseen/", "kept/"))]
LINKS = {"accounts.link", "accounts.reset", "access_requests.confirm", "invitations.accept"}
OF_ASKERS = {"consultations.coworkers", "consultations.reopen"}
NOT_SHOWN = {
    *("bare.redirect_to_language", "cards.answer", "proposals.edit", "drafts.differences", *LINKS, *OF_ASKERS),
    # The ways of alarms here are of people whom nobody signs in as, and so are the alarms.
    "alarms.subject",
    "alarms.wait",
    # Nor are the webhooks theirs.
    "webhooks.renew_secret",
    *("api_webhooks.show", "api_webhooks.deliveries"),
    # No import here has a refused row, and no consultation is about a request that is still to be sent.
    *("imports.refused", "consultations.note_sent"),
    # No desk here is tested, so none may vouch.
    "vouches.new",
    # No request stands in a list here, and nobody belongs to an office that could hold one.
    *("request_entering.new", "request_files.bring"),
    *("report.requests", "requests.show", "request_invitations.answer", "request_keeping.edit"),
    *("api_requests.show", "api_request_invitations.show"),
    *("request_keeping.hand_over", "request_keeping.invite", "request_keeping.pass_on"),
    *("request_keeping.state_date", "request_keeping.strike"),
    # No round stands in a list here.
    *("rounds.show", "rounds.add", "api_rounds.show"),
    # Nobody knows an issuer here.
    *("issuers.edit", "office_answers.callback", "office_accounts.accept"),
    # The exercises here are scenarios, and have not begun.
    "exercise_lines.edit",
    *("exercises.inject", "exercise_report.show", "exercise_report.export", "exercise_report.pdf"),
    *("exercise_tabletop.show", "exercise_tabletop.evaluate", "exercise_tabletop.sheet_pdf"),
    "exercise_tabletop.add_participants",
}
# Where details that are not for everyone stand: on the pages of their own entry and in files; on no list and no other
# entry's page. A refusal shows them where it is the page of a conflict.
OWN_PAGES = {
    *("cards.show", "cards.pdf", "cards.vcf", "cards.facts"),
    *("authorities.show", "focal_points.show", "api_authorities.show", "api_focal_points.show", "api_proposals.show"),
    *("history.index", "history.export", "imports.exported_file"),
    *("proposals.new", "proposals.show", "proposals.conflict", "refused"),
    *("verification_entries.show", "verification_entries.correct", "verification_entries.look"),
    *("verification_reports.show", "verification_reports.new", "imports.show", "endings.show", "line_tests.show"),
    "translations.show",
    # A board is where notices stand: their titles are for those who may read them.
    *("notices.index", "notices.show", "notices.event", "notices.edit"),
}
# Where the line to call stands with its languages, and nothing else restricted; each view of it is written down.
LINE_PAGES = {
    "home.index",
    "focal_points.index",
    "jurisdictions.show",
    "jurisdictions.compare",
    "atlas.show",
    "search.index",
}
LINE = ("contact_detail.value in ", "contact_detail.languages in ")
DETAILS = tuple(column for column in COLUMNS if column.startswith(("practitioners", "network", "coordinators")))


def of_column(crawled: Crawled, column: str) -> list[Canary]:
    found = [one for one in crawled.site.canaries if column in one.needs]
    assert found
    return found


@pytest.mark.parametrize("column", TOLD)
@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_for_others_is_told_nowhere(crawled: Crawled, person: str, column: str) -> None:
    kept_back = [one for one in of_column(crawled, column) if not may_read(person, one.needs)]

    told = {one.what: found for one in kept_back if (found := crawled.of(person).stands.get(one.word))}

    assert told == {}


@pytest.mark.parametrize("column", [column for column in TOLD if column != "nobody"])
@pytest.mark.parametrize("person", PEOPLE)
def test_what_one_may_read_is_found_where_it_belongs(crawled: Crawled, person: str, column: str) -> None:
    readable = [one for one in of_column(crawled, column) if may_read(person, one.needs)]

    missing = {
        one.what: page for one in readable for page in one.pages if not crawled.of(person).stands_on(one.word, page)
    }

    assert missing == {}


def test_every_page_is_shown_to_someone_and_every_refusal_is_tried(crawled: Crawled) -> None:
    statuses: dict[str, set[int]] = {}
    for person in PEOPLE:
        for endpoint, found in crawled.of(person).statuses.items():
            statuses.setdefault(endpoint, set()).update(found)

    not_shown = {endpoint for endpoint, found in statuses.items() if 200 not in found}

    assert not_shown == NOT_SHOWN
    assert statuses["refused"] >= {400, 403, 404, 405, 409, 413}


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_not_for_everyone_stands_on_no_list(crawled: Crawled, person: str) -> None:
    details = [one for one in crawled.site.canaries if set(one.needs) & set(DETAILS)]
    crawl = crawled.of(person)

    shown = {one.what: {crawl.endpoints[asked] for asked in crawl.stands.get(one.word, ())} for one in details}

    allowed = {what: OWN_PAGES | LINE_PAGES if what.startswith(LINE) else OWN_PAGES for what in shown}
    assert {what: pages - allowed[what] for what, pages in shown.items() if pages - allowed[what]} == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_no_cookie_and_no_token_stands_in_an_answer(crawled: Crawled, person: str) -> None:
    assert crawled.of(person).secrets == set()


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_in_the_language_that_was_asked_for(crawled: Crawled, person: str) -> None:
    assert crawled.of(person).faults == {}


@pytest.mark.parametrize("spot", SPOTS, ids=[spot.name for spot in SPOTS])
@pytest.mark.parametrize("person", KEEPERS)
def test_an_export_holds_what_its_owner_may_read_and_keeps_up(crawled: Crawled, person: str, spot: Spot) -> None:
    is_kept_up = may_read(person, (f"upkeep/{spot.name}",))
    readable = {
        one.word
        for one in crawled.site.canaries
        if one.is_searched and one.needs[0].endswith(f"/{spot.name}") and may_read(person, one.needs)
    }

    for name in crawled.site.own[person]["export"]:
        file = f"GET /en/imports/exports/{name}/file"
        held = {word for word in readable if file in crawled.of(person).stands.get(word, ())}
        assert held == (readable if is_kept_up else set())
