"""Names from the directory for a draft, in one language, for pages and documents."""

from dataclasses import dataclass

from flask_babel import gettext as _

from directory import dates, i18n
from directory.access.facts import Text, name_of, remark
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent
from directory.extensions import db
from directory.models import Authority, Legislation, Treaty
from directory.sentences import listed
from directory.treaties.citations import concluded_on
from directory.treaties.links import treaty_link
from directory.vocabulary import MEASURES


@dataclass(frozen=True)
class DraftNames:
    """Finds the names of States, authorities, treaties and laws in one language."""

    viewer: Viewer
    language: str

    def state(self, code: str) -> Text:
        """Return the name of a State, or an empty text for ""."""
        return Text(i18n.territory_name(code, self.language) if code else "", self.language)

    def authority(self, key: str) -> Text:
        """Return the name of an authority, or its key if the viewer may not read the name. Return an empty text if the
        authority does not exist."""
        found = db.session.get(Authority, key) if key else None
        return name_of(read(self.viewer, found), self.language) if found else Text("")

    def treaty(self, key: str) -> Text:
        """Return the title of a treaty, or `key` if the treaty no longer exists."""
        found = db.session.get(Treaty, key)
        return treaty_link(read(self.viewer, found), self.language).text if found else Text(key)

    def concluded(self, key: str) -> str:
        """Return the date that citations of a treaty contain, in words, or "" if the date is not known."""
        found = db.session.get(Treaty, key)
        reading = read(self.viewer, found) if found else None
        on = concluded_on(reading) if reading else None
        return dates.long_day(on, i18n.label_language(self.language)) if on else ""

    def law(self, key: str) -> tuple[Text, ...]:
        """Return the title of a law, then the parts of its citation, then its article. Return `key` alone if the law no
        longer exists."""
        found = db.session.get(Legislation, key)
        if found is None:
            return (Text(key),)
        reading = read(self.viewer, found)
        article = reading.value("article", "")
        return (
            name_of(reading, self.language, "title"),
            *remark(reading.value("citation", ""), self.language),
            *([Text(article)] if article else []),
        )


def title_of(content: DraftContent, language: str) -> str:
    """Return the title of a draft in lists: its measures and its States."""
    asking, *addressed = (
        i18n.territory_name(code, language) if code else "…"
        for code in (content.requesting, content.requested, *content.team)
    )
    measures = listed(str(MEASURES.label(code)) for code in content.measures) or _("Request")
    return str(_("%(measures)s: %(asking)s to %(asked)s", measures=measures, asking=asking, asked=listed(addressed)))
