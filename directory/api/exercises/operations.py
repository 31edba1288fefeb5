"""The declarations of the operations of exercises. The OpenAPI document is made from them."""

from directory.api.document.operations import PAGE, Operation, key, list_of, ref

ID = key("The id of an exercise.", "Zb1TrD2Yc0Cq9l5m", "public_id")


def _step(step: str, name: str, summary: str, matches: str = "") -> Operation:
    return Operation(
        f"/exercises/{{public_id}}/{step}",
        name,
        f"{summary} It is answered with the exercise as it is then.",
        ref("Exercise"),
        (ID,),
        method="post",
        matches=matches,
        is_entry=True,
        is_personal=True,
    )


OPERATIONS = (
    Operation(
        "/exercises",
        "listExercises",
        "The exercises that you run, or that concern your desks, the latest first.",
        list_of("ExerciseInList"),
        (PAGE,),
        (400,),
        is_personal=True,
    ),
    Operation(
        "/exercises/{public_id}",
        "getExercise",
        "An exercise, with the desks and the part of its report that you may read.",
        ref("Exercise"),
        (ID,),
        (404,),
        is_entry=True,
        is_personal=True,
    ),
    _step(
        "start",
        "startExercise",
        "Start a prepared exercise now, for those who run it.",
        "the exercise as you read it",
    ),
    _step("stop", "stopExercise", "Stop a running exercise at once, for those who run it."),
)
