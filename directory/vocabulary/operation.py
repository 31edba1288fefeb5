"""Alerts to administrators about the running site."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

# `directory/operation/alerts.py` decides when each alert is raised. `docs/runbook.md` has the steps to take.
ALERTS = Vocabulary(
    Term("index", _l("The search does not follow the directory")),
    Term("mail", _l("Mail waits too long")),
    Term("unreached", _l("Mail did not arrive")),
    Term("worker", _l("No worker is at work")),
    Term("jobs", _l("A recurring job of the worker fails")),
    Term("work", _l("A background job that a person started failed")),
    Term("desks", _l("A desk did not answer its last test")),
    Term("gateways", _l("A gateway for alarms fails")),
    Term("audit", _l("The record of who did what is not as it was written")),
    Term("unaudited", _l("The record of who did what was not verified for two days")),
    Term("backup", _l("The site was not backed up for a day")),
    Term("details", _l("An account was shown more that is not public than one may see in a day")),
    Term("disk", _l("The disk of the data folder is almost full")),
)
