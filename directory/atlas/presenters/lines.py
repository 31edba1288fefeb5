"""The parts of an answer of the atlas, put into words for templates: treaties, channels, addressees, languages, items,
statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from directory import dates, i18n
from directory.access.facts import LabelledCode, Link, SourceNote, Text, source_note
from directory.atlas.answer import AtlasAnswer
from directory.atlas.answer_data import AnswerData
from directory.atlas.channels import CHANNEL_ANSWERS, OPEN, ChannelVerdict
from directory.atlas.content import ContentItem
from directory.atlas.institutions import ADDRESS, ALSO, EXECUTES, Addressee
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion
from directory.atlas.sentences import reason_sentence, scope_of, silence_sentence
from directory.atlas.sheet_statements import SheetStatement
from directory.i18n import isolated_in_rtl
from directory.requirements.rules import RuleLine
from directory.treaties.citations import Titles, citation
from directory.treaties.territories import TerritoryLine
from directory.vocabulary import (
    ANSWERS,
    BASIS_USES,
    CHANNELS,
    INSTRUMENTS,
    MEASURE_QUESTIONS,
    MEASURES,
    NECESSITIES,
    QUESTIONS,
    YIELDS,
)

EVIDENCE, DECISION, SURRENDER = "evidence", "decision", "surrender"
CENTRAL = "central"
# Reasons that leave open whether a treaty can be used.
OPEN_REASONS = frozenset(
    {
        "condition_open",
        "condition_presumed",
        "acceptance_not_known",
        "accepted_reciprocity",
        "no_treaty_needed",
        "not_supported",
        "approved",
        "day_not_known",
        "year_only",
        "withdrawal_enacted",
        "withdrawal_notified",
        "withdrawal_disputed",
        "uncertain_treaty_first",
        "amends_if_bound",
        "order_supersedes_if_bound",
    }
)
# Uses of treaties that would be used if they were in force between the States.
NEAR = ("signed", "approved", "not_yet")


@dataclass(frozen=True)
class BasisLine:
    """One treaty, with the reasons why a request may rest on the treaty or may not. `use` is a code of BASIS_USES.
    `declared` contains the requested State's statements under the treaty."""

    treaty: Link
    use: str
    use_label: str
    # The day from which the treaty binds the States, in words, or empty.
    in_force: str
    # A shorter wording of the same day.
    since: str
    # Cites the article that covers the measure, or is empty.
    article: str
    is_leading: bool
    # Why the treaty comes before the next treaty.
    order: str
    # Whether the treaty is used together with the treaty before it.
    is_addition: bool
    is_supported: bool
    reasons: tuple[str, ...]
    declared: tuple[RuleLine, ...]
    territories: tuple[TerritoryLine, ...]


@dataclass(frozen=True)
class ChannelLine:
    """One channel for a request. `channel` is its code, `lawful` the code of the verdict, `verdict` its label. The
    verdict comes from the first of `rules`."""

    channel: str
    label: str
    lawful: str
    verdict: str
    # What kind of result the channel may yield, in words.
    yields: str
    # Whether the request itself can go through the channel, not only information.
    carries_request: bool
    # Whether a request to the first addressee can take the channel.
    reaches_addressee: bool
    # Whether the channel is that of the addressee's kind, such as the diplomatic channel of a foreign ministry.
    is_of_addressee: bool
    rules: tuple[RuleLine, ...]
    # A sentence for a channel without rules.
    silence: str
    # A sentence on what is not known about the first addressee on this channel, or empty.
    caution: str = ""


@dataclass(frozen=True)
class AddresseeLine:
    """One authority for a request. `part` says in words what the authority does with the request. `under` links to the
    treaty under which the authority is designated."""

    authority: Link
    is_first: bool
    part: str
    under: Link | None
    source: SourceNote
    mark: LabelledCode | None


@dataclass(frozen=True)
class ContentItemLine:
    """One item of a request. `basis` is the article or law behind the item."""

    text: Text
    # States in words whether the item is mandatory, or is empty if that is not known.
    necessity: str
    basis: str
    source: SourceNote | None


def basis_line(
    basis: LegalBasis,
    question: AtlasQuestion,
    declared: Iterable[SheetStatement],
    data: AnswerData,
    language: str,
) -> BasisLine:
    """Return a treaty as a line. `declared` are the requested State's statements under the treaty."""
    titles = data.titles
    day = dates.long_day(basis.in_force_from, language) if basis.in_force_from else ""
    words = _("in force between them since %(day)s (our calculation)", day=day) if basis.is_computed else ""
    since = _("in force since %(day)s (our calculation)", day=day) if basis.is_computed else ""
    covering = next((reason.article for reason in basis.reasons if reason.code == "covers"), "")
    return BasisLine(
        treaty=titles[basis.treaty],
        use=basis.use,
        use_label=str(BASIS_USES.label(basis.use)),
        in_force=str(words or (_("in force between them since %(day)s", day=day) if day else "")),
        since=str(since or (_("in force since %(day)s", day=day) if day else "")),
        article=citation(covering, titles),
        is_supported=basis.is_supported,
        is_leading=basis.is_leading,
        is_addition=bool(basis.follows),
        order=reason_sentence(basis.order, titles, language) if basis.order else "",
        reasons=tuple(reason_sentence(reason, titles, language) for reason in basis.reasons),
        declared=rule_lines(declared, titles, language),
        territories=tuple(data.territories_of(basis.treaty, question)),
    )


def change_lines(bases: Iterable[LegalBasis], data: AnswerData, language: str) -> list[str]:
    """Return sentences on the treaties, in the order of `bases`.

    For a leading treaty, there is a sentence for each reason that leaves open whether the treaty can be used
    (OPEN_REASONS). For another treaty that does not bind both States yet (NEAR) and can be a basis for all measures, a
    sentence says that the treaty would count if it bound both States.
    """
    found: list[str] = []
    for basis in bases:
        title = isolated_in_rtl(data.titles[basis.treaty].text.text)
        if basis.is_leading:
            open_reasons = (why for why in basis.reasons if why.code in OPEN_REASONS)
            words = (reason_sentence(why, data.titles, language) for why in open_reasons)
            found += [str(_("%(label)s: %(value)s", label=title, value=sentence)) for sentence in words]
        elif basis.use in NEAR and INSTRUMENTS[data.record.treaties[basis.treaty].instrument].carries is None:
            found.append(str(_("%(treaty)s would count if it bound both States.", treaty=title)))
    return list(dict.fromkeys(found))


def channel_lines(found: AtlasAnswer, titles: Titles, language: str) -> list[ChannelLine]:
    """Return the channels of an answer, the most open ones first."""
    kind = found.addressees[0].institution.kind if found.addressees else ""
    made = _channel_lines(found.channels, found.question.measure, kind, titles, language)
    if not found.addressees or found.addressees[0].under:
        return made
    words = str(_("No source names the office to address as a central authority under these treaties: ask it first."))
    return [replace(one, caution=words) if one.channel == CENTRAL and one.lawful in OPEN else one for one in made]


def urgent_channel_lines(found: AtlasAnswer, titles: Titles, language: str) -> list[ChannelLine]:
    """Return the channels of an urgent answer that serve urgent cases, the most open ones first."""
    return _channel_lines(found.urgent.channels if found.urgent else (), found.question.measure, "", titles, language)


def _channel_lines(
    verdicts: Iterable[ChannelVerdict], measure: str, kind: str, titles: Titles, language: str
) -> list[ChannelLine]:
    ordered = sorted(verdicts, key=lambda one: CHANNEL_ANSWERS.index(one.lawful))
    return [
        ChannelLine(
            channel=one.channel,
            label=str(CHANNELS.label(one.channel)),
            lawful=one.lawful,
            verdict=_verdict(one),
            yields=_yields(one, measure),
            carries_request=CHANNELS[one.channel].yields == EVIDENCE,
            reaches_addressee=CHANNELS[one.channel].reaches(kind),
            is_of_addressee=kind in CHANNELS[one.channel].kinds,
            rules=_reasons(one, titles, language),
            silence=silence_sentence(one),
        )
        for one in ordered
    ]


def _yields(verdict: ChannelVerdict, measure: str) -> str:
    if verdict.yields == DECISION and MEASURES[measure].family == SURRENDER:
        return str(_("surrender of the person"))
    return str(YIELDS.label(verdict.yields))


def addressee_line(one: Addressee, titles: Titles, *, is_first: bool) -> AddresseeLine:
    """Return an addressee as a line. `is_first` is true for the first addressee of the answer."""
    parts = {
        ADDRESS: _("address the request here"),
        ALSO: _("also competent"),
        EXECUTES: _("executes the request"),
    }
    part = str(parts.get(one.part) or _("receives a copy of the request"))
    return AddresseeLine(one.institution.link, is_first, part, titles.get(one.under), one.source, one.institution.mark)


def language_lines(found: AtlasAnswer, titles: Titles, language: str) -> list[RuleLine]:
    """Return the language rules of the leading treaties, then a line for each statement that accepts languages."""
    by_statement: dict[int, tuple[SheetStatement, list[str]]] = {}
    for one in found.languages:
        by_statement.setdefault(id(one.said), (one.said, []))[1].append(one.code)
    ruling = rule_lines(found.language_rules, titles, language)
    named = [rule_line(said, titles, language, codes) for said, codes in by_statement.values()]
    return [*ruling, *(_in_general(line) if ruling and not line.treaty else line for line in named)]


def _in_general(line: RuleLine) -> RuleLine:
    return replace(line, scope=(*line.scope, str(_("Named in general, not under this treaty"))))


def item_line(item: ContentItem) -> ContentItemLine:
    """Return an item of a request as a line."""
    code = (
        {True: "mandatory", False: "where_applicable"}.get(item.is_mandatory) if item.is_mandatory is not None else ""
    )
    necessity = _("Only if this treaty binds both States") if item.if_bound else NECESSITIES.label(code) if code else ""
    return ContentItemLine(item.text, str(necessity), item.basis, item.source)


def point_lines(measure: str, titles: Titles) -> Iterator[ContentItemLine]:
    """Yield a line for each point that a request for a measure usually contains. Source: the UNODC request writer, and
    the articles cited."""
    for code in MEASURE_QUESTIONS[measure].all:
        term = QUESTIONS[code]
        yield ContentItemLine(Text(str(term.label)), "", citation(term.source, titles), None)


def rule_lines(said: Iterable[SheetStatement], titles: Titles, language: str) -> tuple[RuleLine, ...]:
    """Return statements as lines of a requirement sheet, in the order given."""
    return tuple(rule_line(one, titles, language, one.languages) for one in said)


def rule_line(said: SheetStatement, titles: Titles, language: str, codes: Iterable[str]) -> RuleLine:
    """Return a statement as a line of a requirement sheet. `codes` are the languages that the line names."""
    return RuleLine(
        topic=said.topic,
        label=said.label,
        answer=said.answer,
        answer_label=str(ANSWERS.label(said.answer)) if said.answer else "",
        necessity=said.necessity,
        necessity_label=str(NECESSITIES.label(said.necessity)) if said.necessity else "",
        languages=tuple(_languages(codes, language)),
        text=said.text,
        treaty=titles.get(said.treaty),
        law=said.law,
        is_civil=False,
        source=said.source or source_note(None),
        article=citation(said.article, titles),
        if_agreed=said.if_agreed,
        phase=said.phase,
        scope=scope_of(said, language),
    )


def _languages(codes: Iterable[str], language: str) -> Iterator[Text]:
    return (Text(i18n.language_name(code, language), language) for code in codes)


def _reasons(one: ChannelVerdict, titles: Titles, language: str) -> tuple[RuleLine, ...]:
    rules = rule_lines(one.reasons, titles, language)
    return (*(replace(rule, answer_label="") for rule in rules[:1]), *rules[1:])


def _verdict(one: ChannelVerdict) -> str:
    if one.is_for_urgent:
        return str(_("Only if urgent"))
    words = {"yes": _("Allowed"), "conditional": _("Allowed on conditions"), "no": _("Not open")}
    return str(words.get(one.lawful) or _("Not known, ask"))
