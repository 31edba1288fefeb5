"""The fields of a requirement sheet. Source: Council of Europe form of national procedures for
mutual legal assistance (PC-OC); UNTOC, art. 18."""

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Topic, Vocabulary

ANSWERS = Vocabulary(
    Term("yes", _l("Yes")),
    Term("no", _l("No")),
    Term("conditional", _l("On conditions")),
    Term("not_known", _l("Not known")),
)

TOPIC_GROUPS = Vocabulary(
    Term("basis", _l("Legal basis")),
    Term("channel", _l("Channel and means")),
    Term("languages", _l("Languages")),
    Term("content", _l("What the request must contain")),
    Term("urgent", _l("Urgent requests")),
    Term("grounds", _l("Conditions and grounds for refusal")),
    Term("limits", _l("Limits on use")),
    Term("execution", _l("Execution")),
    Term("consultation", _l("Consultation before the request")),
)

TOPICS = Vocabulary(
    Topic("possible", _l("Measure possible"), group="basis"),
    Topic("treaty_basis", _l("Treaty as basis"), group="basis"),
    Topic("untoc_as_basis", _l("UNTOC accepted as basis"), "UNTOC, art. 16(5)", "basis"),
    Topic("reciprocity", _l("Reciprocity"), group="basis"),
    Topic("no_treaty_route", _l("Without a treaty"), group="basis"),
    Topic("domestic_law", _l("National law"), group="basis"),
    Topic("competent_authority", _l("Competent authority"), "UNTOC, art. 18(13)", "channel"),
    Topic("direct_transmission", _l("Directly between judicial authorities"), "ETS 182, art. 4", "channel"),
    Topic("diplomatic_channel", _l("Diplomatic channel"), "UNTOC, art. 18(13)", "channel"),
    Topic("interpol_channel", _l("Through INTERPOL"), "UNTOC, art. 18(13)", "channel"),
    Topic("central_channel", _l("Between central authorities"), "UNTOC, art. 18(13)", "channel"),
    Topic("prosecutor_channel", _l("Between prosecution services"), group="channel"),
    Topic("police_channel", _l("Between police services"), "UNTOC, art. 27", "channel"),
    Topic("means", _l("Means of transmission"), group="channel"),
    Topic("originals_follow", _l("Originals must follow"), group="channel"),
    Topic("languages", _l("Languages accepted"), "UNTOC, art. 18(14)", "languages"),
    Topic("translation", _l("Translation"), group="languages"),
    Topic("content_item", _l("Item of the request"), "UNTOC, art. 18(15)", "content"),
    Topic("form", _l("Form, signature and seal"), group="content"),
    Topic("attachments", _l("Attachments"), group="content"),
    Topic("further_information", _l("Further information"), "UNTOC, art. 18(16)", "content"),
    Topic("urgent", _l("Urgent requests accepted"), "UNTOC, art. 18(13) and (14)", "urgent"),
    Topic("round_the_clock", _l("24/7 contact"), "Convention on Cybercrime, art. 35", "urgent"),
    Topic("double_criminality", _l("Double criminality"), "UNTOC, art. 18(9)", "grounds"),
    Topic("minimum_penalty", _l("Minimum penalty"), group="grounds"),
    Topic("refusal_ground", _l("Ground for refusal"), "UNTOC, art. 18(21)", "grounds"),
    Topic("postponement", _l("Postponement"), "UNTOC, art. 18(25)", "grounds"),
    Topic("own_nationals", _l("Surrender of own nationals"), "UNTOC, art. 16(10)", "grounds"),
    Topic("speciality", _l("Rule of speciality"), group="grounds"),
    Topic("use_limits", _l("Limits on use of evidence"), "UNTOC, art. 18(19)", "limits"),
    Topic("confidentiality", _l("Confidentiality"), "UNTOC, art. 18(20)", "limits"),
    Topic("data_protection", _l("Data protection"), "ETS 182, art. 26", "limits"),
    Topic("court_order", _l("Court order needed"), group="execution"),
    Topic("testimony_privilege", _l("Right not to testify"), group="execution"),
    Topic("foreign_procedure", _l("Foreign procedure applied on request"), "UNTOC, art. 18(17)", "execution"),
    Topic("foreign_officials", _l("Presence of foreign officials"), "ETS 30, art. 4", "execution"),
    Topic("time_limit", _l("Time limits"), group="execution"),
    Topic("provisional_arrest", _l("Provisional arrest"), "UNTOC, art. 16(9)", "execution"),
    Topic("deciding_body", _l("Who decides"), group="execution"),
    Topic("safe_conduct", _l("Safe conduct"), "UNTOC, art. 18(27)", "execution"),
    Topic("costs", _l("Costs"), "UNTOC, art. 18(28)", "execution"),
    Topic("prior_consultation", _l("Consultation welcome"), "UNTOC, art. 18(26)", "consultation"),
    Topic("note", _l("Further note"), group="execution"),
)
