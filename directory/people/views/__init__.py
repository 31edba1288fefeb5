"""Pages about people, one module for each subject."""

from directory.people.views.access_requests import blueprint as access_requests
from directory.people.views.accounts import blueprint as accounts
from directory.people.views.agreements import blueprint as agreements
from directory.people.views.api_tokens import blueprint as api_tokens
from directory.people.views.confirmations import blueprint as confirmations
from directory.people.views.handovers import blueprint as handovers
from directory.people.views.invitations import blueprint as invitations

BLUEPRINTS = (accounts, invitations, agreements, confirmations, access_requests, handovers, api_tokens)
