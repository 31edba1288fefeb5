"""Codes of exercises: levels, states, kinds of injects, roles of participants, and the verdicts of evaluators."""

from enum import IntEnum, StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class ExerciseLevel(IntEnum):
    """How much of the real work an exercise rehearses. The three levels follow the IAEA's ConvEx exercises."""

    LINES = 1
    SCENARIO = 2
    TABLETOP = 3


EXERCISE_LEVELS = Vocabulary(
    Term(str(ExerciseLevel.LINES), _l("Level 1: every desk is tested")),
    Term(str(ExerciseLevel.SCENARIO), _l("Level 2: a scenario with questions")),
    Term(str(ExerciseLevel.TABLETOP), _l("Level 3: a tabletop of a joint team")),
)


class ExerciseState(StrEnum):
    """The state of an exercise. STOPPED means that it was ended before its time."""

    PREPARED = "prepared"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


EXERCISE_STATES = Vocabulary(
    Term(ExerciseState.PREPARED, _l("in preparation")),
    Term(ExerciseState.RUNNING, _l("running")),
    Term(ExerciseState.STOPPED, _l("stopped")),
    Term(ExerciseState.ENDED, _l("ended")),
)


class InjectKind(StrEnum):
    """What an inject confronts a desk with."""

    QUESTION = "question"
    OTHER_LANGUAGE = "other_language"
    MISSING_STATE = "missing_state"
    WRONG_NUMBER = "wrong_number"
    NEWS = "news"


# Injects that lead to a consultation.
QUESTION_INJECTS = (InjectKind.QUESTION, InjectKind.OTHER_LANGUAGE)
# A number that leads nowhere. Source: North American Numbering Plan, 555-0100 to 555-0199 are reserved for fiction.
INVENTED_NUMBER = "+1 202 555 0143"

INJECT_KINDS = Vocabulary(
    Term(InjectKind.QUESTION, _l("A question to a desk")),
    Term(InjectKind.OTHER_LANGUAGE, _l("A question in another language")),
    Term(InjectKind.MISSING_STATE, _l("A State that takes no part")),
    Term(InjectKind.WRONG_NUMBER, _l("A number that is wrong")),
    Term(InjectKind.NEWS, _l("News in the case")),
)


# Who sits at the table of a tabletop: the people of the case, and those who look after its victims.
PARTICIPANT_ROLES = Vocabulary(
    Term("prosecutor", _l("Prosecution service")),
    Term("police", _l("Police")),
    Term("court", _l("Court or judicial body")),
    Term("border_guard", _l("Border guard")),
    Term("central_authority", _l("Central authority")),
    Term("victim_service", _l("Service for victims")),
    Term("shelter", _l("Shelter for victims")),
    Term("social_services", _l("Social services")),
    Term("health_care", _l("Health care")),
    Term("hotline", _l("Hotline")),
    Term("organization", _l("International organization")),
    Term("other", _l("Another role")),
)


class Observation(StrEnum):
    """The verdict of an evaluator. NONE means that the evaluator has not judged yet."""

    NONE = ""
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


OBSERVATIONS = Vocabulary(
    Term(Observation.NONE, _l("not judged yet")),
    Term(Observation.MET, _l("done as expected")),
    Term(Observation.PARTLY, _l("done in part")),
    Term(Observation.NOT_MET, _l("not done")),
)
