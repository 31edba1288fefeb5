"""Pages of sign-in with the account of the office, pages of issuers for administrators, and the addresses that issuers
use."""

from directory.office_accounts.views.answers import blueprint as answers
from directory.office_accounts.views.issuers import blueprint as issuers
from directory.office_accounts.views.pages import blueprint as pages

PAGES = (pages, issuers)

__all__ = ["PAGES", "answers"]
