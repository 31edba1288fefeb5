"""The whole answer to one question: whom to address, how, in which language, with what, and what is not known."""

from dataclasses import replace

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, answer
from directory.atlas.question import AtlasQuestion, Offence
from directory.atlas.sentences import basis_sentences
from directory.extensions import db
from directory.models import FocalPoint
from tests import factories
from tests.api.conftest import counted_statements
from tests.atlas.cases import HEARING, OTHER, SOM, TIP, asked
from tests.atlas.conftest import Answered


def found(question: AtlasQuestion) -> AtlasAnswer:
    return answer(question, ANONYMOUS, "en")[0]


def addressed(given: AtlasAnswer) -> list[tuple[str, str]]:
    return [(one.institution.link.key, one.part) for one in given.addressees]


def lawful(given: AtlasAnswer) -> dict[str, str]:
    return {one.channel: one.lawful for one in given.channels}


def languages(given: AtlasAnswer) -> list[str]:
    return [one.code for one in given.languages]


@pytest.mark.long(each=3)
@pytest.mark.parametrize(
    ("pair", "measure", "stage", "first"),
    [
        ("KZ>KG", HEARING, "", "kg-prosecutor-general"),
        ("KG>KZ", "extradition", "", "kz-prosecutor-general"),
        ("KZ>UA", HEARING, "pre_trial", "ua-prosecutor-general"),
        ("KZ>UA", HEARING, "trial", "ua-ministry-of-justice"),
        ("AZ>GE", "transfer_of_sentenced_persons", "", "ge-ministry-of-justice"),
        ("KZ>GB", HEARING, "", "gb-home-office"),
        ("KZ>US", HEARING, "", "us-department-of-justice"),
        ("KZ>CN", HEARING, "", "cn-ministry-of-justice"),
        ("KZ>DE", "measures_at_sea", "", "de-maritime-agency"),
    ],
)
def test_the_authority_to_address_is_the_one_for_the_measure(
    answer_to: Answered, pair: str, measure: str, stage: str, first: str
) -> None:
    given = answer_to(replace(asked(pair, measure, TIP), stage=stage))

    assert addressed(given)[0] == (first, "address")


def test_an_authority_that_only_gets_a_copy_is_not_addressed(answer_to: Answered) -> None:
    given = answer_to(asked("AM>RS", HEARING, TIP))

    assert ("rs-ministry-of-justice", "receives_copy") in addressed(given)


def test_a_language_of_one_treaty_is_not_offered_to_a_state_that_is_no_party(answer_to: Answered) -> None:
    of_kyrgyzstan, of_georgia = answer_to(asked("KG>AM", HEARING, TIP)), answer_to(asked("GE>AM", HEARING, TIP))

    assert {"en", "fr"}.isdisjoint(languages(of_kyrgyzstan))
    assert {"hy", "en", "fr"} <= set(languages(of_georgia))


def test_a_language_that_no_source_supports_says_so(answer_to: Answered) -> None:
    given = answer_to(asked("KG>AM", HEARING, TIP))

    assert "unsupported_languages" in [warning.code for warning in given.warnings]


def test_a_language_of_an_article_that_a_later_law_replaced_is_not_told(answer_to: Answered) -> None:
    """Azerbaijan's Criminal Procedure Code, art. 489.2, up to 2002."""
    assert "az" not in languages(answer_to(asked("KG>AZ", HEARING, TIP)))


def test_no_language_is_guessed(answer_to: Answered) -> None:
    given = answer_to(asked("DE>KZ", HEARING, TIP))

    assert languages(given) == []
    assert "no_languages" in [warning.code for warning in given.warnings]


@pytest.mark.long(each=7)
@pytest.mark.parametrize(
    ("pair", "measure", "urgent", "channel", "answered"),
    [
        # ETS 182, art. 4(8): what Georgia declared was not read.
        ("AM>GE", HEARING, False, "direct", "conditional"),
        ("GE>AM", HEARING, False, "direct", "yes"),
        ("AM>GE", "extradition", False, "diplomatic", "yes"),
        # Belarus has named bodies for the direct way; that Kazakhstan and Kyrgyzstan have is not known.
        ("KZ>KG", HEARING, False, "direct", "not_known"),
        ("KZ>BY", HEARING, False, "direct", "conditional"),
        ("KZ>GB", HEARING, False, "direct", "no"),
        ("KZ>GB", HEARING, False, "central", "yes"),
        ("KZ>GB", HEARING, False, "interpol", "no"),
        ("KZ>GB", HEARING, True, "interpol", "conditional"),
        ("KZ>GB", HEARING, False, "police", "yes"),
        ("KZ>GB", HEARING, False, "prosecutors", "not_known"),
        ("KZ>TJ", HEARING, False, "interpol", "no"),
        ("KZ>TJ", HEARING, True, "interpol", "yes"),
        ("KZ>BY", "spontaneous_information", False, "prosecutors", "yes"),
        ("UZ>KG", "extradition", False, "prosecutors", "yes"),
        ("AZ>GE", "data_preservation", False, "round_the_clock", "yes"),
        # Kazakhstan is no party to the Convention on Cybercrime; the police serve no network of its own here.
        ("KZ>GE", "data_preservation", False, "round_the_clock", "no"),
        ("AZ>GE", HEARING, False, "round_the_clock", "no"),
        # Armenia and Azerbaijan, Georgia and Russia have no diplomatic relations.
        ("AM>AZ", HEARING, False, "diplomatic", "no"),
        ("GE>RU", "extradition", False, "diplomatic", "no"),
    ],
)
def test_a_channel_is_open_or_not_for_a_reason(
    answer_to: Answered, pair: str, measure: str, urgent: bool, channel: str, answered: str
) -> None:
    given = answer_to(replace(asked(pair, measure, TIP), is_urgent=urgent))

    assert lawful(given)[channel] == answered


def test_every_channel_but_an_unknown_one_names_what_opens_or_closes_it(answer_to: Answered) -> None:
    given = answer_to(asked("KZ>KG", HEARING, TIP))

    assert all(one.reasons for one in given.channels if one.lawful != "not_known" and one.channel != "round_the_clock")
    assert {one.channel: one.yields for one in given.channels}["police"] == "information"


@pytest.mark.parametrize(
    ("pair", "channel", "answered", "words"),
    [
        ("RU>TJ", "prosecutors", "not_known", "legal assistance and cooperation"),
        ("AM>GE", "police", "yes", "exchange of operative information"),
        ("AZ>PL", "direct", "no", "as a copy to the Ministry of Justice"),
    ],
)
def test_words_on_a_channel_that_answer_nothing_stand_behind_what_decides(
    answer_to: Answered, pair: str, channel: str, answered: str, words: str
) -> None:
    [verdict] = [one for one in answer_to(asked(pair, HEARING, TIP)).channels if one.channel == channel]

    last = verdict.reasons[-1]
    assert (verdict.lawful, last.answer) == (answered, "")
    assert last.text is not None
    assert words in last.text.text


def test_the_floor_of_content_is_mandatory_where_untoc_leads_and_none_beside_another_treaty(
    answer_to: Answered,
) -> None:
    used, unused = answer_to(asked("KZ>GB", HEARING, TIP)), answer_to(asked("KZ>AM", HEARING, TIP))

    floor = {item.code: item.is_mandatory for item in used.content if item.code}
    assert floor == {
        "requesting_authority": True,
        "subject_and_nature": True,
        "summary_of_facts": True,
        "assistance_sought": True,
        "identity_and_place": False,
        "purpose": True,
    }
    assert not any(item.code for item in unused.content)
    assert {item.treaty for item in unused.content if item.treaty} == {"chisinau-2002"}


def test_service_of_documents_needs_no_summary_of_facts(answer_to: Answered) -> None:
    given = answer_to(asked("KZ>GB", "service_of_documents", TIP))

    assert "purpose" in [item.code for item in given.content]
    assert "summary_of_facts" not in [item.code for item in given.content]


def test_the_items_of_the_requested_states_sheet_follow(answer_to: Answered) -> None:
    given = answer_to(asked("KG>GE", HEARING, TIP))

    assert "facts and legal qualification" in [item.text.text for item in given.content]


def test_an_item_says_whether_it_is_needed_as_far_as_its_source_does(answer_to: Answered) -> None:
    given = answer_to(asked("KG>AZ", HEARING, TIP))

    needed = {item.text.text: item.is_mandatory for item in given.content if not item.code}
    assert needed["requesting authority"] is True
    assert None in {item.is_mandatory for item in answer_to(asked("KG>GE", HEARING, TIP)).content}


@pytest.mark.parametrize("measure", ["controlled_delivery", "joint_investigation", "transfer_of_proceedings"])
def test_what_rests_on_an_agreement_in_the_case_has_no_items_of_a_request(answer_to: Answered, measure: str) -> None:
    """1988 Convention: arts 8, 9 and 11 have no contents, and art. 7(10) is on assistance."""
    given = answer_to(asked("TJ>AF", measure, Offence("drugs")))

    assert [item.basis for item in given.content if item.treaty == "vienna-1988"] == []


def test_a_note_on_extradition_gives_no_item_of_another_request(answer_to: Answered) -> None:
    extradition, hearing = (answer_to(asked("IR>AE", one, OTHER)) for one in ("extradition", HEARING))

    words = "full description of the person"
    assert [words in {item.text.text for item in one.content} for one in (extradition, hearing)] == [True, False]


def test_a_threshold_of_one_treaty_is_not_told_under_another(answer_to: Answered) -> None:
    given = answer_to(asked("KZ>TJ", "extradition", TIP))

    told = {one.treaty for one in given.sections["grounds"] if one.topic == "minimum_penalty"}
    assert "uz-tj-extr-2000" not in told
    assert None not in told


def test_what_a_treaty_allows_alone_is_not_mandatory(answer_to: Answered) -> None:
    """ETS 141, 17 allows to ask that no imprisonment in default follows."""
    given = answer_to(asked("AM>GE", "confiscation", TIP))

    allowed = [item.is_mandatory for item in given.content if item.text.text.startswith("If no imprisonment")]
    assert set(allowed) == {False}


def test_a_confiscation_needs_what_its_own_article_adds(answer_to: Answered) -> None:
    given = answer_to(asked("KG>DE", "confiscation", TIP))

    assert "UNTOC (Palermo Convention), art. 13(3)(a)" in [item.basis for item in given.content]


def test_what_a_state_declares_under_a_treaty_stands_with_it(answer_to: Answered) -> None:
    given = answer_to(asked("GE>AM", HEARING, TIP))

    assert {"languages", "double_criminality"} <= {one.topic for one in given.declarations["ets30"]}
    assert "direct_transmission" in {one.topic for one in given.declarations["ets182"]}
    assert given.declarations["untoc"] == []


def test_where_a_sheet_is_silent_the_treaty_in_use_speaks(answer_to: Answered) -> None:
    silent, telling = answer_to(asked("KZ>BY", HEARING, TIP)), answer_to(asked("KG>KZ", HEARING, TIP))

    grounds = [(one.treaty, one.article, one.if_agreed) for one in silent.sections["grounds"]]
    # The grounds of the leading treaty were not read; UNTOC's grounds hold beside it if both States agree (18(7)).
    assert ("untoc", "18(21)(a)", True) in grounds
    assert "untoc" not in {one.treaty for one in telling.sections["grounds"] if one.topic == "refusal_ground"}


def test_victims_of_trafficking_are_spoken_of_whatever_the_measure(answer_to: Answered) -> None:
    given = answer_to(asked("KZ>KG", HEARING, TIP))

    assert "victim_protection" in {one.topic for one in given.sections["persons"]}


def test_without_a_treaty_the_states_own_route_is_told(answer_to: Answered) -> None:
    given = answer_to(asked("KZ>IR", HEARING, Offence("other", max_penalty_years=1)))
    with_route = answer_to(asked("IR>KZ", HEARING, Offence("other", max_penalty_years=1)))
    of_surrender = answer_to(asked("UZ>GE", "transfer_of_sentenced_persons", TIP))

    assert next(warning.code for warning in given.warnings) == "no_basis"
    assert given.next_ways[-1] == "foreign_ministry"
    assert with_route.usable == []
    assert {one.topic for one in with_route.routes} == {"no_treaty_route", "reciprocity"}
    assert "reciprocity" in with_route.next_ways
    # What the law of a State says of legal assistance is not said of transfers.
    assert of_surrender.routes == []


@pytest.mark.parametrize("state", ["SY", "ER"])
def test_a_state_of_which_no_authority_is_known_still_gets_the_next_way(answer_to: Answered, state: str) -> None:
    given = answer_to(asked(f"KZ>{state}", HEARING, TIP))

    assert addressed(given) == []
    assert "no_authority" in [warning.code for warning in given.warnings]
    assert given.next_ways == ("named_authority", "foreign_ministry")


def test_the_desk_to_consult_is_that_of_the_home_network(answer_to: Answered) -> None:
    given = answer_to(asked("UZ>KG", HEARING, SOM))

    assert given.desk is not None
    assert given.desk.desk.link.key == "kg-casc"


def test_for_data_the_desk_round_the_clock_comes_first(answer_to: Answered) -> None:
    given = answer_to(asked("AZ>GE", "data_preservation", TIP))

    assert given.desk is not None
    assert given.desk.desk.link.key == "ge-budapest-24-7"


@pytest.mark.parametrize(("measure", "first"), [("data_preservation", "test-b"), (HEARING, "test-b")])
def test_of_desks_of_one_network_the_one_with_a_number_that_answers_comes_first(
    measure: str, first: str, small_app: Flask
) -> None:
    remove_desks()
    factories.add(factories.authority("office-a"), factories.authority("office-b"))
    factories.add(factories.focal_point("test-a", "office-a"), factories.focal_point("test-b", "office-b"))
    factories.add(factories.contact("+996 312 000 001", "office-b", means="phone", network_key="casc"))

    given = found(asked("AZ>KG", measure, TIP))

    assert given.desk is not None
    assert given.desk.desk.link.key == first


@pytest.mark.parametrize("network", ["globe", "caricc"])
def test_a_desk_of_a_network_that_does_not_bind_both_is_not_named(network: str, small_app: Flask) -> None:
    remove_desks()
    factories.add(factories.authority())
    factories.add(factories.focal_point("test-a", network_key=network))

    assert found(asked("AZ>KG", HEARING, TIP)).desk is None


def test_a_desk_for_electronic_evidence_is_not_named_for_a_hearing(answer_to: Answered) -> None:
    given = answer_to(asked("AM>DE", HEARING, TIP))

    assert given.desk is None or "budapest" not in given.desk.desk.link.key


def remove_desks() -> None:
    for desk in db.session.query(FocalPoint).filter(FocalPoint.key.like("kg-%")):
        db.session.delete(desk)
    db.session.commit()


def test_reasons_name_the_article_and_say_what_is_unverified(context: None) -> None:
    given, data = answer(asked("AZ>TJ", HEARING, TIP), ANONYMOUS, "en")

    words = {basis.treaty: basis_sentences(basis.reasons, data.titles, "en") for basis in given.bases}
    assert "Unverified: no source says that the treaty binds Tajikistan." in words["chisinau-2002"]
    assert "Approved by national law, no deposit known: Azerbaijan." in words["chisinau-2002"]
    assert "(art. 6) [unverified]" in words["chisinau-2002"]
    assert "Tajikistan. [unverified]" not in words["chisinau-2002"]
    assert "art. 18(7)" in words["untoc"]


def test_an_answer_takes_few_statements(app: Flask) -> None:
    with app.app_context():
        found(asked("KZ>KG", HEARING, TIP))
        with counted_statements() as run:
            found(asked("KZ>KG", HEARING, TIP))

    assert len(run) <= 32
