"""The declarations of the atlas's operations, from which the OpenAPI document is made."""

from collections.abc import Iterable

from directory.api.document.operations import Operation, Parameter, Schema, ref
from directory.api.document.schemas import TEXT
from directory.atlas.joint_question import LEAST_STATES, MOST_STATES, WITH
from directory.atlas.question_arguments import LONGEST_ARTICLE_CHARACTERS, MOST_YEARS, NO, YES
from directory.vocabulary import MEASURES, OFFENCES, STAGES

STATE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
_FLAG: Schema = {"type": "string", "enum": [YES, NO]}
_YEARS: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_YEARS}
_WORDS: Schema = {"type": "string", "maxLength": LONGEST_ARTICLE_CHARACTERS}
_DAY: Schema = {"type": "string", "format": "date"}


def _asked(name: str, description: str, schema: Schema, example: str) -> Parameter:
    return Parameter(name, description, schema, example=example, is_required=True)


def _one_of(codes: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(codes)}


OF_OFFENCE = (
    Parameter("offence", "What the case is about; `other` if left out.", _one_of(OFFENCES)),
    Parameter("penalty", "Maximum penalty in years.", _YEARS),
    Parameter("transnational", "Whether the offence is transnational.", _FLAG),
    Parameter("organized", "Whether an organized criminal group takes part.", _FLAG),
)
ON = Parameter("on", "The day on whose law the answer rests; today if left out.", _DAY)
OPERATIONS = (
    Operation(
        "/atlas",
        "askAtlas",
        "What a request from one State to another rests on, whom it is addressed to, by which channels and in which "
        "languages it goes, and what it must contain. What is not known is said, with the next best way.",
        ref("AtlasAnswer"),
        (
            _asked("from", "ISO 3166-1 code of the requesting State.", STATE, "KZ"),
            _asked("to", "ISO 3166-1 code of the requested State.", STATE, "KG"),
            _asked("measure", "What is asked for.", _one_of(MEASURES), "hearing_witness"),
            *OF_OFFENCE,
            Parameter(
                "law", "Key of the law of the requesting State that names the offence; it decides nothing.", TEXT
            ),
            Parameter("article", "The article of the offence in that law; it decides nothing.", _WORDS),
            Parameter("stage", "The stage of the proceedings.", _one_of(STAGES)),
            Parameter("urgent", "Whether the request is urgent.", _FLAG),
            ON,
        ),
        (400,),
        is_entry=True,
    ),
    Operation(
        "/atlas/joint-investigation",
        "askJointInvestigation",
        "Treaties that a joint investigation of these States can rest on, those that bind two of them besides, who may "
        "sign in each State and whom to ask there, and the points that the agreement settles.",
        ref("JointInvestigation"),
        (
            Parameter(
                WITH,
                "ISO 3166-1 codes of the States, each once: the parameter is repeated.",
                {"type": "array", "items": STATE, "minItems": LEAST_STATES, "maxItems": MOST_STATES},
                example=["KZ", "KG", "UZ"],
                is_required=True,
            ),
            *OF_OFFENCE,
            ON,
        ),
        (400,),
        is_entry=True,
    ),
)
