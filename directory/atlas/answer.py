"""The answer of the atlas to one question: never empty, since what is not known is said, with the next best way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.atlas.advice import Notice, next_ways, notices
from directory.atlas.channels import ChannelVerdict, channels
from directory.atlas.content import ContentItem, content
from directory.atlas.desk import desk_to_consult
from directory.atlas.institutions import Addressee, addressees
from directory.atlas.languages import AcceptedLanguage, accepted
from directory.atlas.legal_basis import Basis, choose
from directory.atlas.material import Material, gather
from directory.atlas.question import Question
from directory.atlas.said import Said, applicable
from directory.focal_points.board import BoardLine
from directory.vocabulary import TOPICS

ROUTES = ("no_treaty_route", "reciprocity", "domestic_law")
# What belongs to each part of the answer: headings of requirement sheets, or single fields.
GROUNDS = frozenset({"possible", *(code for code, topic in TOPICS.items() if topic.group == "grounds")})
FORM = ("form", "translation", "attachments", "means", "originals_follow")
COSTS = ("costs",)
TIMES = ("time_limit",)


@dataclass(frozen=True)
class Answer:
    """All of it. `bases` are in the order of use, then those that may not be used; `routes` are what the requested
    State says of assistance without a treaty. What treaties are called stands in the material."""

    question: Question
    bases: list[Basis]
    routes: list[Said]
    addressees: list[Addressee]
    channels: list[ChannelVerdict]
    languages: list[AcceptedLanguage]
    form: list[Said]
    content: list[ContentItem]
    grounds: list[Said]
    costs: list[Said]
    times: list[Said]
    desk: BoardLine | None
    notices: list[Notice]
    next_ways: list[str]

    @property
    def usable(self) -> list[Basis]:
        """The treaties that a request may rest on, in the order of use."""
        return [basis for basis in self.bases if basis.is_usable]


def answer(question: Question, viewer: Viewer, language: str) -> tuple[Answer, Material]:
    """Return the answer, and the material that it was made of."""
    material = gather(viewer, {question.requesting, question.requested}, language)
    return compose(question, material, viewer, language), material


def compose(question: Question, material: Material, viewer: Viewer, language: str) -> Answer:
    """Return the answer from material on both States."""
    bases = choose(question, material.record)
    usable = [basis.treaty for basis in bases if basis.is_usable]
    state, terms = material.by_state.get(question.requested, ()), material.terms_of(usable)
    institutions = material.institutions.get(question.requested, ())
    own = _Own(question, usable, state)
    found = Answer(
        question=question,
        bases=bases,
        routes=own.on(ROUTES),
        addressees=addressees(question, institutions, usable),
        channels=channels(question, usable, state, terms, material.record),
        languages=accepted(question, usable, state, terms),
        form=own.on(FORM),
        content=content(question, usable, state, language),
        grounds=own.on(GROUNDS),
        costs=own.on(COSTS),
        times=own.on(TIMES),
        desk=desk_to_consult(question, viewer, language),
        notices=[],
        next_ways=[],
    )
    found.notices.extend(notices(found.usable, found.addressees, found.channels, found.languages, found.content))
    found.next_ways.extend(next_ways(question, usable, found.routes, institutions, found.addressees, found.desk))
    return found


@dataclass(frozen=True)
class _Own:
    """What the requested State says that holds for the question."""

    question: Question
    usable: Sequence[str]
    said: Sequence[Said]

    def on(self, topics: Collection[str]) -> list[Said]:
        return applicable(self.said, self.usable, self.question.measure, topics)
