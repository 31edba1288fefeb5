"""Sets the choices of the forms of the docket, for pages and API."""

from directory.i18n import current_language
from directory.requests import choices
from directory.requests.forms import FactsForm


def set_choices(form: FactsForm, own: str, other: str) -> None:
    """Set the choices of a form about a request between two States."""
    language = current_language()
    form.measure.choices, form.offence.choices = choices.measures(), choices.offences()
    form.treaty.choices = choices.treaties({own, other}, language)
    form.channel.choices, form.language.choices = choices.channels(), choices.languages(language)
    form.other_authority.choices = choices.offices(other, language)
