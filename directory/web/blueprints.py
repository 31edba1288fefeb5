"""All blueprints: of pages, of the API, and of a few routes at the root."""

from flask import Blueprint, Flask

from directory.accounts.views import blueprint as accounts
from directory.alarms.views.pages import blueprint as alarms
from directory.alarms.views.replies import blueprint as alarm_replies
from directory.api.alarms import blueprint as api_alarms
from directory.api.atlas.views import blueprint as api_atlas
from directory.api.authorities import blueprint as api_authorities
from directory.api.changes import blueprint as api_changes
from directory.api.consultations.seats import blueprint as api_consultation_seats
from directory.api.consultations.views import blueprint as api_consultations
from directory.api.document.openapi import blueprint as api_openapi
from directory.api.document.pages import blueprint as api_pages
from directory.api.exercises.views import blueprint as api_exercises
from directory.api.focal_points import blueprint as api_focal_points
from directory.api.jurisdictions import blueprint as api_jurisdictions
from directory.api.legislation import blueprint as api_legislation
from directory.api.measures import blueprint as api_measures
from directory.api.networks import blueprint as api_networks
from directory.api.phrases import blueprint as api_phrases
from directory.api.proposals.endings import blueprint as api_endings
from directory.api.proposals.views import blueprint as api_proposals
from directory.api.requests.invitations import blueprint as api_request_invitations
from directory.api.requests.views import blueprint as api_requests
from directory.api.requirements import blueprint as api_requirements
from directory.api.rotas.views import blueprint as api_rotas
from directory.api.rounds.views import blueprint as api_rounds
from directory.api.search import blueprint as api_search
from directory.api.treaties import blueprint as api_treaties
from directory.api.verifications import blueprint as api_verifications
from directory.api.webhooks.views import blueprint as api_webhooks
from directory.atlas.views import blueprint as atlas
from directory.authorities.views import blueprint as authorities
from directory.cards.views import blueprint as cards
from directory.consultations.views import blueprint as consultations
from directory.drafts.views import blueprint as drafts
from directory.exchange.pocket.views import blueprint as pocket
from directory.exchange.views import blueprint as exchange
from directory.exercises.views import BLUEPRINTS as EXERCISES
from directory.focal_points.rotas.views import BLUEPRINTS as ROTAS
from directory.focal_points.standings.views import blueprint as vouches
from directory.focal_points.views import blueprint as focal_points
from directory.follows.views import blueprint as follows
from directory.gaps.views import blueprint as gaps
from directory.history.views import blueprint as history
from directory.home.offline import blueprint as offline
from directory.home.views import bare
from directory.home.views import blueprint as home
from directory.imports.views import blueprint as imports
from directory.jurisdictions.views import blueprint as jurisdictions
from directory.legislation.views import blueprint as legislation
from directory.measures.views import blueprint as measures
from directory.networks.views import blueprint as networks
from directory.notices.views import blueprint as notices
from directory.office_accounts.views import PAGES as OFFICE_ACCOUNTS
from directory.office_accounts.views import answers as office_answers
from directory.operation.views import blueprint as operation
from directory.operation.views import pages as operation_pages
from directory.people.views import BLUEPRINTS as PEOPLE
from directory.phrasebook.views import blueprint as phrasebook
from directory.proposals.ending_views import blueprint as endings
from directory.proposals.translations.views import blueprint as translations
from directory.proposals.views import blueprint as proposals
from directory.requests.views import BLUEPRINTS as REQUESTS
from directory.rounds.views import blueprint as rounds
from directory.search.views import blueprint as search
from directory.sources.views import blueprint as sources
from directory.statistics.views import BLUEPRINTS as STATISTICS
from directory.treaties.views import blueprint as treaties
from directory.verification.views.calls import blueprint as verification_calls
from directory.verification.views.campaigns import blueprint as verification
from directory.verification.views.entries import blueprint as verification_entries
from directory.verification.views.line_tests import blueprint as line_tests
from directory.verification.views.periods import blueprint as verification_periods
from directory.verification.views.plans import blueprint as test_plans
from directory.verification.views.reachability import blueprint as reachability
from directory.verification.views.reports import blueprint as verification_reports
from directory.webhooks.views import blueprint as webhooks
from directory.wordings.views import blueprint as wordings
from directory.worklist.views import blueprint as work

PAGES: tuple[Blueprint, ...] = (
    home,
    work,
    api_pages,
    offline,
    search,
    jurisdictions,
    cards,
    authorities,
    focal_points,
    vouches,
    networks,
    notices,
    treaties,
    measures,
    phrasebook,
    atlas,
    legislation,
    endings,
    proposals,
    translations,
    history,
    verification,
    verification_calls,
    verification_entries,
    verification_periods,
    verification_reports,
    sources,
    wordings,
    gaps,
    consultations,
    drafts,
    line_tests,
    reachability,
    test_plans,
    follows,
    accounts,
    alarms,
    webhooks,
    imports,
    exchange,
    pocket,
    operation_pages,
    *EXERCISES,
    *OFFICE_ACCOUNTS,
    *PEOPLE,
    *REQUESTS,
    rounds,
    *ROTAS,
    *STATISTICS,
)
API: tuple[Blueprint, ...] = (
    api_search,
    api_jurisdictions,
    api_authorities,
    api_atlas,
    api_focal_points,
    api_networks,
    api_treaties,
    api_measures,
    api_phrases,
    api_legislation,
    api_requirements,
    api_changes,
    api_proposals,
    api_endings,
    api_verifications,
    api_alarms,
    api_rotas,
    api_consultations,
    api_consultation_seats,
    api_exercises,
    api_webhooks,
    api_requests,
    api_request_invitations,
    api_rounds,
    api_openapi,
)


def register_blueprints(app: Flask) -> None:
    """Register pages under `/<language>`, the API under `/api/v1`, and a few other routes at the root."""
    for blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix="/<language:language>")
    for blueprint in API:
        app.register_blueprint(blueprint, url_prefix="/api/v1")
    app.register_blueprint(operation)
    app.register_blueprint(alarm_replies)
    app.register_blueprint(office_answers)
    app.register_blueprint(bare)
