"""Asks the atlas about a joint investigation: treaties between its States, who may sign, and points to agree on."""

from directory.access.viewer import Viewer
from directory.atlas.answer_data import load_answer_data
from directory.atlas.joint_answer import JointAnswer, joint_answer
from directory.drafts.content import JOINT, DraftContent
from directory.drafts.queries.findings import question_of


def find_team(viewer: Viewer, content: DraftContent, language: str) -> JointAnswer | None:
    """Return the atlas's answer for a draft's team. Return None if the draft proposes no joint investigation or does
    not name two different States."""
    question = question_of(content, JOINT)
    if not content.is_joint or "" in question.states or content.requesting == content.requested:
        return None
    return joint_answer(question, load_answer_data(viewer, set(question.states), language), viewer, language)
