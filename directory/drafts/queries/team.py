"""What a draft of a joint investigation rests on: what binds its States, who may sign, what is to be settled."""

from directory.access.viewer import Viewer
from directory.atlas.joint_answer import JointAnswer, joint_answer
from directory.atlas.material import gather
from directory.drafts.content import JOINT, DraftContent
from directory.drafts.queries.findings import question_of


def find_team(viewer: Viewer, content: DraftContent, language: str) -> JointAnswer | None:
    """Return what the atlas says of the States of a draft; None where it proposes no joint investigation of two."""
    question = question_of(content, JOINT)
    if not content.is_joint or "" in question.states or content.requesting == content.requested:
        return None
    return joint_answer(question, gather(viewer, set(question.states), language), viewer, language)
