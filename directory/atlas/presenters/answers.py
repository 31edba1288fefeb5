"""The page of an answer, for a request in one direction or in both directions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.facts import Fact, Link, fact, state_link
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.calls import AnswerCalls, calls_of
from directory.atlas.channels import NOT_KNOWN
from directory.atlas.joint_question import MEASURE as JOINT
from directory.atlas.languages import is_confirmed
from directory.atlas.presenters import lines, question_page
from directory.atlas.presenters.care_path import CarePath, care_path
from directory.atlas.presenters.joint_form import team_address
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import Arguments
from directory.atlas.question_steps import decides_stage, open_offence_questions
from directory.atlas.sentences import arrest_sentences, warning_sentence
from directory.atlas.sheet_statements import SheetStatement
from directory.extensions import db
from directory.focal_points.availability import DeskWithSteps
from directory.jurisdictions.request_duration import UsualDuration, find_usual_duration
from directory.models import Jurisdiction
from directory.requirements.presenters import RuleGroup
from directory.requirements.routes import RoutedRequest, Way, steps_for, way_along
from directory.requirements.rules import RuleLine
from directory.treaties.citations import Titles
from directory.vocabulary import MEASURES, NEXT_WAYS, PHASES, TOPIC_GROUPS, Urgency

# Headings of requirement sheets. The statements under these headings are shown in other parts of the answer.
PLACED = ("basis", "channel", "languages", "content", "consultation")
# The parts of every answer, in their order.
PARTS = {
    "desk": _l("Ask the desk first"),
    "basis": _l("Legal basis"),
    "authority": _l("Address it to"),
    "channel": _l("By which channel"),
    "language": _l("In which language"),
    "content": _l("What the request must contain"),
    "duration": _l("How long requests to this State take"),
}
UNIVERSAL = "universal"
# The query parameter that opens all parts.
EVERYTHING = "all"


@dataclass(frozen=True)
class PhasePart:
    """One other phase of the measure: the items that a request contains for this phase, and the rules on it."""

    code: str
    label: str
    # Whether an urgent case begins with this phase.
    is_open: bool
    items: tuple[lines.ContentItemLine, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class UrgentPart:
    """The part of an answer that applies only to an urgent request (`UrgentWays`), in words.

    - `channels`: the open channels that serve urgent requests
    - `in_writing`: rules on what must follow in writing
    - `others`: the other rules on urgent requests
    """

    channels: tuple[lines.ChannelLine, ...]
    others: tuple[RuleLine, ...]
    in_writing: tuple[RuleLine, ...]


@dataclass(frozen=True)
class AnswerDirection:
    """The answer of the atlas for one requesting and one requested State."""

    # The beginning of the HTML ids of this answer, since a page may show both directions.
    key: str
    # From the code of each section to its title.
    parts: Mapping[str, str]
    requesting: Link
    requested: Link
    # None unless the request is urgent.
    urgent: UrgentPart | None
    warnings: tuple[str, ...]
    desk: DeskWithSteps | None
    calls: AnswerCalls
    usable: tuple[lines.BasisLine, ...]
    others: tuple[lines.BasisLine, ...]
    # Sentences on the facts that would change which treaty leads.
    changes: tuple[str, ...]
    routes: tuple[RuleLine, ...]
    addressees: tuple[lines.AddresseeLine, ...]
    channels: tuple[lines.ChannelLine, ...]
    languages: tuple[RuleLine, ...]
    # Further rules on languages, from the laws of the two States.
    language_laws: tuple[RuleLine, ...]
    # Whether a source supports `languages`.
    are_languages_confirmed: bool
    # None if an accepted language is known.
    official: Fact | None
    # The items of the request itself.
    content: tuple[lines.ContentItemLine, ...]
    # The points that a request for this measure usually contains.
    points: tuple[lines.ContentItemLine, ...]
    # The items and rules for other phases of the measure.
    phases: tuple[PhasePart, ...]
    # Sentences on the terms after provisional arrest (`arrest_sentences`). Empty unless the request is for extradition.
    arrest: tuple[str, ...]
    # From a heading of the sheets to the rules of the requested State and of treaties.
    grouped: Mapping[str, tuple[RuleLine, ...]]
    # Groups of rules with a section of their own.
    further: tuple[RuleGroup, ...]
    next_ways: tuple[str, ...]
    usual_duration: UsualDuration | None
    # The way of the request within the requested State, or None if it is not known.
    way: Way | None
    # None unless the measure brings a victim or migrant home.
    care_path: CarePath | None
    address: question_page.Address

    @property
    def consultation(self) -> Mapping[str, str]:
        """The query parameters that fill in a question to the desk: measure, offence, stage, leading treaty,
        urgency."""
        known = {name: self.address.get(name, "") for name in ("measure", "offence", "stage")}
        treaty = self.usable[0].treaty.key if self.usable else ""
        urgency = Urgency.URGENT if self.urgent else ""
        return {name: value for name, value in {**known, "treaty": treaty, "urgency": urgency}.items() if value}

    @property
    def names_desk(self) -> bool:
        """Whether the page names the desk to consult below the numbers to call. The page names the desk if none of the
        numbers belongs to the desk. If the answer has a `care_path`, there must also be no numbers at all."""
        called = {one.link.entry_key for one in self.calls.lines}
        is_first = self.care_path is None or not called
        return self.desk is not None and is_first and self.desk.desk.link.entry_key not in called

    @property
    def open_channels(self) -> list[lines.ChannelLine]:
        """The channels with the verdict "yes".

        If none of them can carry the request, conditional channels that can carry the request come before them.
        """
        lawful = [one for one in self.channels if one.lawful == "yes"]
        if any(one.carries_request for one in lawful):
            return lawful
        return [one for one in self.channels if one.lawful == "conditional" and one.carries_request] + lawful

    @property
    def channels_to_addressee(self) -> list[lines.ChannelLine]:
        """The channels to name beside the first addressee: the first of these lists that is not empty.

        - the `open_channels` that reach the addressee and can carry the request
        - the `open_channels` that reach the addressee
        - the first channel of the addressee's kind with the verdict NOT_KNOWN
        """
        reaching = [one for one in self.open_channels if one.reaches_addressee]
        own = [one for one in self.channels if one.is_of_addressee and one.lawful == NOT_KNOWN]
        return [one for one in reaching if one.carries_request] or reaching or own[:1]


@dataclass(frozen=True)
class AnswerPage:
    """The page of an answer of the atlas. `is_past` is true if the day of the question is not today."""

    measure: str
    measure_label: str
    # The names of the States.
    pair: str
    # The offence, with urgency and day if they matter.
    subject: str
    answered: list[question_page.AnsweredQuestion]
    directions: list[AnswerDirection]
    # The query parameters of this answer in one direction.
    address: question_page.Address
    # The query parameters of the opposite direction.
    reverse: question_page.Address
    # The query parameters that switch between one direction and both directions.
    toggle: question_page.Address
    # The query parameters of the joint investigation of these States. Empty unless the measure is a joint
    # investigation.
    team: question_page.Address
    # The query parameters of the page with all sections open. `is_open` is true if they are open now.
    everything: question_page.Address
    is_open: bool
    is_past: bool

    @property
    def is_both(self) -> bool:
        """Whether the page answers for requests of the first State to the second, and the other way round."""
        return len(self.directions) > 1


def page(viewer: Viewer, question: AtlasQuestion, arguments: Arguments, language: str) -> AnswerPage:
    """Return the page of the answer to a question, as far as the viewer may read it.

    `arguments` are the query parameters from which the question was read.
    """
    data = load_answer_data(viewer, {question.requesting, question.requested}, language)
    address = question_page.address_of(arguments)
    found = [compose(one, data, viewer, language) for one in _questions(question, address)]
    own = {name: value for name, value in address.items() if name != question_page.BOTH}
    return AnswerPage(
        measure=question.measure,
        measure_label=str(MEASURES.label(question.measure)),
        pair=question_page.pair(question, language),
        subject=question_page.subject(question, address, language),
        answered=question_page.answered(viewer, question, arguments, _unsaid(found, data), language),
        directions=[_direction(one, data, _turned(own, one.question), viewer, language) for one in found],
        address=own,
        reverse=_turned(own, _reversed(question)),
        toggle=own if len(found) > 1 else {**own, question_page.BOTH: "1"},
        team=team_address(question.states, own) if question.measure == JOINT else {},
        everything={**address, EVERYTHING: "1"},
        is_open=EVERYTHING in arguments,
        is_past=question.on != clock.today(),
    )


def _unsaid(found: Sequence[AtlasAnswer], data: AnswerData) -> set[str]:
    stage = {"stage"} if any(decides_stage(one.question, data) for one in found) else set()
    return stage | open_offence_questions(found[0].usable)


def _questions(question: AtlasQuestion, address: question_page.Address) -> Iterator[AtlasQuestion]:
    yield question
    if address.get(question_page.BOTH) == "1":
        yield _reversed(question)


def _reversed(question: AtlasQuestion) -> AtlasQuestion:
    return replace(question, requesting=question.requested, requested=question.requesting)


def _turned(address: question_page.Address, question: AtlasQuestion) -> question_page.Address:
    return {**address, "from": question.requesting, "to": question.requested}


def _direction(
    found: AtlasAnswer, data: AnswerData, address: question_page.Address, viewer: Viewer, language: str
) -> AnswerDirection:
    titles, question = data.titles, found.question
    made = [
        lines.basis_line(one, question, found.declarations.get(one.treaty, ()), data, language) for one in found.bases
    ]
    count = len(found.usable)
    told = {
        code: lines.rule_lines(_besides(said, found.language_rules), titles, language)
        for code, said in found.sections.items()
    }
    own = {code: tuple(one for one in rules if not one.phase) for code, rules in told.items()}
    grouped = {code: rules for code, rules in own.items() if rules}
    further = tuple(_group(code, grouped) for code in grouped if code not in PLACED)
    languages = tuple(lines.language_lines(found, titles, language))
    return AnswerDirection(
        key=f"{question.requesting}-{question.requested}".lower(),
        parts={code: str(label) for code, label in PARTS.items()} | {group.code: group.label for group in further},
        requesting=state_link(question.requesting, language),
        requested=state_link(question.requested, language),
        urgent=_urgent(found, titles, language),
        warnings=tuple(warning_sentence(one, titles) for one in found.warnings),
        desk=found.desk,
        calls=calls_of(found, data, viewer, language),
        usable=tuple(made[:count]),
        others=tuple(made[count:]),
        changes=tuple(lines.change_lines(found.bases, data, language)),
        routes=lines.rule_lines(found.routes, titles, language),
        addressees=tuple(
            lines.addressee_line(one, titles, is_first=not place) for place, one in enumerate(found.addressees)
        ),
        channels=tuple(lines.channel_lines(found, titles, language)),
        languages=languages,
        language_laws=lines.rule_lines(found.language_laws, titles, language),
        are_languages_confirmed=is_confirmed(found.languages, found.language_rules),
        official=_official_languages(found, data, viewer, language),
        content=tuple(lines.item_line(one) for one in found.content if not one.phase),
        points=tuple(lines.point_lines(question.measure, titles)),
        phases=tuple(_phases(found, [one for rules in told.values() for one in rules])),
        arrest=tuple(arrest_sentences(found.arrest, titles)) if found.arrest else (),
        grouped=grouped,
        further=further,
        usual_duration=find_usual_duration(question.requested),
        way=_way(found, viewer, language),
        next_ways=tuple(str(NEXT_WAYS.label(code)) for code in found.next_ways),
        care_path=care_path(question, found.addressees, data, language),
        address=address,
    )


def _way(found: AtlasAnswer, viewer: Viewer, language: str) -> Way | None:
    question, treaties = found.question, [one.treaty for one in found.usable]
    asked = RoutedRequest(question.requesting, question.requested, question.measure, treaties)
    return way_along(steps_for(viewer, asked, language))


def _urgent(found: AtlasAnswer, titles: Titles, language: str) -> UrgentPart | None:
    if found.urgent is None:
        return None
    return UrgentPart(
        tuple(lines.urgent_channel_lines(found, titles, language)),
        lines.rule_lines(found.urgent.means, titles, language),
        lines.rule_lines(found.urgent.in_writing, titles, language),
    )


def _official_languages(found: AtlasAnswer, data: AnswerData, viewer: Viewer, language: str) -> Fact | None:
    """Return the requested State's official languages if no accepted language is known, else None.

    The result is None also if a leading treaty that is not universal has a rule on languages. A universal treaty leaves
    the choice to the State (UNTOC, art. 18(14)).
    """
    rules = (data.record.treaties[one.treaty].level for one in found.language_rules)
    if found.languages or any(level != UNIVERSAL for level in rules):
        return None
    state = db.session.get(Jurisdiction, found.question.requested)
    return fact(read(viewer, state), "official_languages", language) if state else None


def _besides(said: Iterable[SheetStatement], shown: Iterable[SheetStatement]) -> list[SheetStatement]:
    articles = {(one.treaty, one.article) for one in shown}
    return [one for one in said if one.state or (one.treaty, one.article) not in articles]


def _phases(found: AtlasAnswer, rules: Sequence[RuleLine]) -> Iterator[PhasePart]:
    for code, phase in PHASES.items():
        items = tuple(lines.item_line(one) for one in found.content if one.phase == code)
        own = tuple(one for one in rules if one.phase == code)
        if items or own:
            is_open = phase.is_for_urgent and found.question.is_urgent
            yield PhasePart(code, str(phase.label), is_open, items, own)


def _group(code: str, grouped: Mapping[str, tuple[RuleLine, ...]]) -> RuleGroup:
    return RuleGroup(code, str(TOPIC_GROUPS.label(code)), grouped[code])
