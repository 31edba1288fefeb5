"""The vCards of a card: contact details that a phone can use, with the card's remarks."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _

from directory.cards.presenters.cards import Card
from directory.cards.presenters.content import Office
from directory.cards.presenters.phrases import reliability_remark, source_words
from directory.focal_points.contacts import ContactLine, dialled
from directory.formats.vcards import VCard
from directory.sentences import labelled


def vcards(card: Card, site: str) -> list[VCard]:
    """Return one vCard for each office of a card, in order. Dead contacts, and all contacts of an ended office, are
    left out: otherwise a phone would dial numbers that nobody answers."""
    return [_vcard(card, office, site) for office in card.content.offices]


def _vcard(card: Card, office: Office, site: str) -> VCard:
    alive = [one for one in office.contacts if not one.is_gone]
    return VCard(
        uid=f"{site}/{office.path}",
        name=office.name.text,
        place=office.place,
        note="\n".join(_note(card, office, alive)),
        address=f"{site}/{card.language}/{office.path}",
        made_at=card.made_at,
        phones=[dialled(one.value) or one.value for one in _of(alive, "phone")],
        faxes=[dialled(one.value) or one.value for one in _of(alive, "fax")],
        emails=[address for one in _of(alive, "email") for address in _mail_addresses(one.value)],
        posts=[one.value for one in _of(alive, "address")],
        websites=[one.href for one in _of(alive, "website")],
        is_restricted=bool(card.restricted),
    )


def _note(card: Card, office: Office, contacts: Sequence[ContactLine]) -> Iterator[str]:
    yield from filter(None, (card.restricted, office.mark.label if office.mark else "", *card.content.notices))
    if office.original:
        yield office.original.text
    for one in contacts:
        # A phone shows only the note of a vCard, so the note must not call a contact verified that was reported as
        # wrong.
        known = (
            _("reported as wrong, being checked") if one.is_reported else reliability_remark(one.source, card.language)
        )
        said = "; ".join(filter(None, (one.domestic_label, known, one.audience_label)))
        yield labelled(one.label, f"{one.value} ({said})" if said else one.value)
    yield card.validity
    for note in dict.fromkeys(one.source for one in contacts):
        yield _("Source: %(source)s", source=source_words(note, card.language))
    yield f"{card.address} · SHA-256 {card.facts.checksum}"
    yield _("Listing implies no position on the status of any territory.")


def _of(contacts: Iterable[ContactLine], means: str) -> list[ContactLine]:
    return [one for one in contacts if one.means == means]


def _mail_addresses(value: str) -> list[str]:
    return [part for part in value.replace(",", " ").replace(";", " ").split() if "@" in part]
