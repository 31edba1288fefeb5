"""Every address that can be read, filled with what is there; a rule of the app that nothing fills fails the tests."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Any

from flask import Flask, url_for
from werkzeug.routing import Rule

from directory.catalogues import CatalogueKey
from directory.vocabulary import DRAFT_PARTS, Audience
from tests.matrix.entries import line_of
from tests.matrix.site import Site
from tests.matrix.table import HERE, SPOTS

# By name; several values of one name are a list.
Values = Mapping[str, Any]

# What stands in a rule by blueprint and name: the kind of thing that it names.
THINGS = {
    ("proposals", "proposal_id"): "proposal",
    ("imports", "batch_id"): "import",
    ("imports", "job_id"): "export",
    ("people", "number"): "person",
    ("handovers", "number"): "person",
    ("handovers", "public_id"): "handover",
    ("invitations", "public_id"): "invitation",
    ("agreements", "public_id"): "invitation",
    ("access_requests", "public_id"): "request",
    ("api_tokens", "public_id"): "token",
    ("accounts", "passkey_id"): "passkey",
    ("consultations", "public_id"): "consultation",
    ("exercises", "public_id"): "exercise",
    ("exercise_lines", "public_id"): "exercise",
    ("exercise_preparation", "public_id"): "exercise",
    ("exercise_report", "public_id"): "exercise",
    ("exercise_tabletop", "public_id"): "exercise",
    ("drafts", "public_id"): "draft",
    ("request_entering", "public_id"): "draft",
    ("accounts", "session_id"): "session",
    ("verification", "campaign_id"): "campaign",
    ("verification_calls", "campaign_id"): "campaign",
    ("verification_entries", "list_token"): "list of a campaign",
    ("verification_reports", "report_id"): "report",
    ("sources", "change_id"): "source change",
    ("sources", "name"): "source table",
    ("wordings", "suggestion_id"): "wording",
    ("verification_entries", "token"): "link",
    ("operation_pages", "number"): "mail",
    ("rota_keeping", "number"): "part of a rota",
    ("rota_rotations", "number"): "part of a rota",
    ("rota_swaps", "number"): "part of a rota",
    ("rota_calendars", "number"): "calendar link",
    ("rota_calendars", "token"): "calendar",
    ("follows", "token"): "feed",
    ("notices", "public_id"): "notice",
    ("api_proposals", "proposal_id"): "proposal",
    ("api_consultations", "public_id"): "consultation",
    ("api_consultation_seats", "public_id"): "consultation",
    ("api_exercises", "public_id"): "exercise",
    ("api_rotas", "number"): "part of a rota",
    ("reachability", "test_id"): "test",
    ("reachability", "token"): "link of a test",
    ("alarms", "way_id"): "way of alarms",
    ("alarms", "token"): "link of an alarm",
    ("webhooks", "webhook_id"): "webhook",
    ("api_webhooks", "webhook_id"): "webhook",
}
# A text of the interface.
TEXT = CatalogueKey("", "Networks").code
# A link that was sent shows its holder what it is for; nobody here holds one.
UNKNOWN = {"token": "unknown"}
UNKNOWN_REQUEST = {"public_id": "unknown"}
NAMING_REQUESTS = (
    *("requests.show", "request_invitations.answer", "request_keeping.edit"),
    *("api_requests.show", "api_request_invitations.show"),
    *(
        "request_keeping.hand_over",
        "request_keeping.invite",
        "request_keeping.pass_on",
        "request_keeping.state_date",
        "request_keeping.strike",
    ),
)
NAMING_ISSUERS = (
    *("issuers.edit", "issuers.remove", "office_accounts.go", "office_accounts.bind", "office_accounts.confirm"),
    *("office_answers.callback", "office_answers.log_out"),
)
PAIRS = list(permutations(sorted({spot.state for spot in SPOTS}), 2))
TEAM = {"with": sorted({spot.state for spot in SPOTS}), "offence": "tip"}
STATES = [{"code": spot.state} for spot in SPOTS]
AUTHORITIES = [{"key": spot.authority} for spot in SPOTS]
DESKS = [{"key": spot.desk} for spot in SPOTS]
NETWORKS = [{"key": spot.network} for spot in SPOTS]
MEASURES = [{"code": "extradition"}]
ENTRIES = [
    *({"kind": "authority", "key": spot.authority} for spot in SPOTS),
    *({"kind": "focal_point", "key": spot.desk} for spot in SPOTS),
]
OFFICES = [
    *({"folder": "authorities", "key": spot.authority} for spot in SPOTS),
    *({"folder": "focal-points", "key": spot.desk} for spot in SPOTS),
]
CARDS = [
    *OFFICES,
    *({**office, "own": "1"} for office in OFFICES),
    *({"folder": "jurisdictions", "key": spot.state, "own": "1"} for spot in SPOTS),
]
CARDS_HERE = [card for card in CARDS if card["key"] in (HERE.authority, HERE.desk, HERE.state)]
LINES = [{"kind": "contact_detail", "key": line_of(spot, Audience.PUBLIC)} for spot in SPOTS]
LISTS = [{"jurisdiction": spot.state} for spot in SPOTS]
WITH_CONTACTS = {"include": "contacts", "sort": "-updated_at", "per_page": "100"}
RETURNS = [{"code": spot.state, "subject": "tip"} for spot in SPOTS]
SEARCHES = [{"q": "office of tests"}, {"q": ""}, {"q": "office of tests", "jurisdiction": HERE.state}]
# Rules with names in them that are public, and what else is asked of a rule.
ASKED: Mapping[str, Iterable[Values]] = {
    "bare.redirect_to_language": [{}, {"path": f"authorities/{HERE.authority}"}],
    "static_file": [{"digest": "0", "name": "app.js"}],
    "jurisdictions.show": STATES,
    "offline.state": STATES,
    "offline.words": STATES,
    "cards.show": CARDS,
    # They are made of the same as the page.
    **dict.fromkeys(("cards.vcf", "cards.facts"), CARDS_HERE),
    # To set one takes half a second.
    "cards.pdf": [{**OFFICES[0], "own": "1"}, CARDS[-1]],
    "cards.answer": CARDS[:1],
    "exchange.file": [{"name": f"counterpart.{ending}"} for ending in ("csv", "xlsx", "jsonl")],
    "exchange.changes": [{}, *LISTS],
    "jurisdictions.requirements": STATES,
    "jurisdictions.compare": [{"codes": ",".join(spot.state for spot in SPOTS)}],
    "authorities.show": AUTHORITIES,
    "focal_points.index": [{}, *LISTS],
    "focal_points.show": DESKS,
    "line_tests.show": DESKS,
    **dict.fromkeys(("rotas.show", "rotas.zone", "rota_keeping.new_pattern", "rota_keeping.new_change"), DESKS),
    **dict.fromkeys(("rota_rotations.make", "rota_rotations.remove"), DESKS),
    **dict.fromkeys(("rota_keeping.edit_pattern", "rota_keeping.remove_pattern", "rota_keeping.remove_change"), DESKS),
    **dict.fromkeys(("rota_swaps.new", "rota_swaps.show", "rota_calendars.show", "rota_calendars.bring"), DESKS),
    "rota_calendars.desk_file": DESKS,
    "vouches.new": DESKS,
    "holidays.show": [{"state": spot.state} for spot in SPOTS],
    **dict.fromkeys(("networks.show", "pocket.show", "pocket.pdf"), NETWORKS),
    "treaties.show": [{"key": "untoc"}],
    "legislation.show": [{"key": "kg-cpc"}],
    "measures.show": MEASURES,
    "atlas.show": [
        {"from": one, "to": other, "measure": "extradition", "offence": "tip", "both": "1"} for one, other in PAIRS
    ],
    "atlas.show_reasoning": [
        {"from": one, "to": other, "measure": "extradition", "offence": "tip"} for one, other in PAIRS
    ],
    "atlas.joint_investigation": [{}, TEAM],
    "search.index": SEARCHES,
    "consultations.new": [{}, *({"desk": spot.desk} for spot in SPOTS)],
    "consultations.rule": NETWORKS,
    "consultations.remove_coworker": [{"number": "1"}],
    "consultations.comment": [{"number": "1"}],
    "exercises.inject": [{"inject_id": "1"}],
    "exercise_lines.new": [{"network": spot.network} for spot in SPOTS],
    "exercise_preparation.new": [{"network": spot.network} for spot in SPOTS],
    "exercise_report.export": [{"format": "json"}],
    "drafts.part": [{"part": part} for part in DRAFT_PARTS],
    "drafts.restore": [{"number": "1"}],
    "drafts.remove_coworker": [{"number": "1"}],
    "statistics.export": [{"format": "json"}, {"format": "xlsx"}, {"format": "csv", "table": "coverage-coverage"}],
    "translation_figures.export": [{"format": "json"}, {"format": "csv", "table": "states"}],
    "report.pdf": [{"network": spot.network, "year": "2026"} for spot in SPOTS],
    "returns.show": RETURNS,
    "returns.export": [{**one, "format": ending} for one in RETURNS for ending in ("csv", "json", "xlsx")],
    "returns.edit": [{**one, "year": "2025"} for one in RETURNS],
    "history.index": [{}, *ENTRIES, *({**entry, "looks": "99"} for entry in ENTRIES)],
    "history.export": [{**entry, "format": ending} for entry in [*ENTRIES, {}] for ending in ("csv", "jsonl")],
    "proposals.index": [{"list": which} for which in ("waiting", "mine", "decided")],
    "proposals.new": [*ENTRIES, {"kind": "authority"}],
    "endings.show": ENTRIES,
    "translations.index": [{"state": spot.state, "into": "ky", "standing": "all"} for spot in SPOTS],
    "translations.show": [{**entry, "into": "ky"} for entry in ENTRIES],
    "people.index": [{}, {"q": "zq"}],
    "people.act": [{"act": "end"}],
    "imports.empty_file": [{"ending": "csv"}, {"ending": "xlsx"}],
    "imports.refused": [{"ending": "csv"}, {"ending": "xlsx"}],
    "imports.act": [{"act": act} for act in ("check", "submit", "approve", "withdraw")],
    "invitations.new": [{}, *LISTS],
    "access_requests.ask": [{}, *LISTS],
    "gaps.show": STATES,
    "gaps.export": [{**state, "format": ending} for state in STATES for ending in ("csv", "xlsx")],
    "gaps.ask": [{"code": spot.state, "key": spot.authority} for spot in SPOTS],
    "verification_periods.show": [{"network": spot.network} for spot in SPOTS],
    "verification_calls.export": [{"format": ending} for ending in ("csv", "xlsx")],
    "verification_reports.new": LINES,
    "verification_entries.look": ENTRIES,
    "verification_entries.done": ENTRIES,
    "wordings.choose": [{"page": f"/authorities/{HERE.authority}"}, {"page": f"/focal-points/{HERE.desk}"}, {}],
    "wordings.suggest": [{"code": TEXT}],
    "wordings.published": [{"catalogue": "ky"}],
    "wordings.export": [{"catalogue": "ky"}],
    "accounts.link": [UNKNOWN],
    # No request stands in a list here: `tests/requests/test_access.py` tries each address as each neighbour.
    **{name: [UNKNOWN_REQUEST] for name in NAMING_REQUESTS},
    "request_entering.new": [{}, *({"direction": "outgoing", "state": spot.state} for spot in SPOTS)],
    "request_files.empty_file": [{"ending": "csv"}, {"ending": "xlsx"}],
    "request_files.export": [{"ending": "csv"}, {"ending": "xlsx"}],
    "request_files.pending": [{"code": spot.state, "ending": "xlsx"} for spot in reversed(SPOTS)],
    "request_times.edit": [{"code": spot.state} for spot in SPOTS],
    # No round stands in a list here: `tests/rounds/test_secrecy.py` tries each address as each desk.
    "rounds.show": [{"public_id": "z" * 16}],
    "rounds.add": [{"public_id": "z" * 16}],
    "api_rounds.show": [{"public_id": "z" * 16}],
    # Nobody knows an issuer here: `tests/office_accounts` tries each address as people of other offices.
    **{name: [{"issuer_id": "z" * 16}] for name in NAMING_ISSUERS},
    "office_accounts.unbind": [{"bound_id": "z" * 16}],
    "office_accounts.accept": [UNKNOWN],
    "alarms.add": [{"kind": "push"}, {"kind": "mail"}],
    "accounts.reset": [UNKNOWN],
    "access_requests.confirm": [UNKNOWN],
    "invitations.accept": [UNKNOWN],
    "api_authorities.index": [{}, *LISTS, WITH_CONTACTS],
    "api_authorities.show": AUTHORITIES,
    "api_focal_points.index": [{}, *LISTS, WITH_CONTACTS],
    "api_focal_points.show": DESKS,
    "api_networks.show": NETWORKS,
    "api_treaties.show": [{"key": "untoc"}],
    "api_measures.show": MEASURES,
    "api_jurisdictions.show": STATES,
    "api_jurisdictions.requirements": STATES,
    "api_atlas.show": [{"from": one, "to": other, "measure": "extradition"} for one, other in PAIRS],
    "api_atlas.show_joint": [TEAM],
    "api_search.search": SEARCHES,
    "api_search.suggest": [{"q": "office of t"}],
    "api_changes.index": [{"since": "0"}, *LISTS],
    "api_requirements.show": [{"key": spot.state.lower()} for spot in SPOTS],
    "api_legislation.show": [{"key": "kg-cpc"}],
    "api_alarms.acknowledge": [{"number": "123456"}],
    "alarms.subject": [{"number": "123456"}],
    "api_rotas.show": DESKS,
    "api_proposals.index": [{"list": which} for which in ("waiting", "mine", "decided")],
}


def named_in(rule: Rule) -> dict[str, str]:
    """Return which kind of thing each secret name in a rule is of."""
    blueprint = str(rule.endpoint).partition(".")[0]
    return {name: THINGS[blueprint, name] for name in rule.arguments if (blueprint, name) in THINGS}


def values_for(site: Site, person: str, rule: Rule, *, one_of_each: bool = False) -> Iterator[Values]:
    """Yield what a rule is filled with, by a person who has exports or drafts of their own.

    With `one_of_each` of the things of a kind that the same persons may see only the first.
    """
    [kind] = [*named_in(rule).values(), ""][:1]
    names = list(named_in(rule))
    if not kind:
        yield from ASKED.get(str(rule.endpoint), [{}])
        return
    own, things = site.own.get(person, {}).get(kind, []), site.things.by_kind[kind]
    asked = {thing.needs: thing for thing in reversed(things)}.values() if one_of_each else things
    for name in [*(thing.id for thing in asked), *own]:
        for others in ASKED.get(str(rule.endpoint), [{}]):
            yield {names[0]: name, **others}


def rules(app: Flask, method: str) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: rule.rule)


def addresses(site: Site, person: str, language: str, *, one_of_each: bool = False) -> Iterator[tuple[str, str]]:
    """Yield every address of the app that a person asks for, in one language, with what answers there; `one_of_each`
    is that of `values_for`."""
    with site.app.test_request_context():
        for rule in rules(site.app, "GET"):
            for values in values_for(site, person, rule, one_of_each=one_of_each):
                yield str(rule.endpoint), address(rule, language, values)


def address(rule: Rule, language: str, values: Values) -> str:
    """Return an address; raises BuildError for a name in the rule that nothing fills."""
    named = {"language": language} if "language" in rule.arguments else {}
    return url_for(str(rule.endpoint), **{**named, **values})
