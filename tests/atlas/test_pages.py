"""The atlas's page: one question at a time, all of it in the address, and an answer that is never empty."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.html import parse

CONTRACT = "from=KZ&to=KG&measure=hearing_witness&offence=tip&urgent=1"


def asked(client: FlaskClient, question: str, language: str = "en") -> TestResponse:
    return client.get(f"/{language}/atlas?{question}")


def heading(answer: TestResponse) -> str:
    return parse(answer).one("h1").text.replace("\u2068", "").replace("\u2069", "")


def links(answer: TestResponse) -> list[str]:
    found = [address.partition("/atlas?") for address in parse(answer).links]
    return [question for _, is_of_atlas, question in found if is_of_atlas]


@pytest.mark.long(each=4)
@pytest.mark.parametrize(
    ("question", "next_one"),
    [
        ("", "Which State asks?"),
        ("from=KZ", "Which State is asked?"),
        ("to=KG", "Which State asks?"),
        ("from=KZ&to=KG", "What is needed?"),
        ("measure=bank_data&from=KZ&to=KG", "What is the case about?"),
        ("from=KZ&to=KG&measure=hearing_witness&offence=tip&ask=rest", "Is the request urgent?"),
        ("from=KG&to=DE&measure=hearing_witness&offence=other&ask=rest", "What is the maximum penalty, in years?"),
        ("from=KG&to=DE&measure=hearing_witness&offence=other&penalty=&ask=rest", "Is the offence transnational?"),
        ("from=KZ&to=UA&measure=hearing_witness&offence=tip&ask=rest", "At which stage is the case?"),
        (f"{CONTRACT}&ask=measure", "What is needed?"),
        (f"{CONTRACT}&ask=article", "Which article of your law?"),
        (CONTRACT, "Kazakhstan → Kyrgyzstan: Hearing a witness or victim"),
    ],
)
def test_one_question_at_a_time_is_asked_and_what_decides_nothing_is_not(
    client: FlaskClient, question: str, next_one: str
) -> None:
    answer = asked(client, question)

    assert answer.status_code == 200
    assert heading(answer) == next_one


@pytest.mark.parametrize(
    ("question", "next_one", "words"),
    [
        ("from=XX&to=KG&measure=bank_data&offence=tip", "Which State asks?", "This directory knows no such State"),
        ("from=KZ&to=KZ&measure=bank_data&offence=tip", "Which State is asked?", "another than the one that asks"),
        ("from=KZ&to=KG&measure=dancing&offence=tip", "What is needed?", "This measure is not in the list"),
        (f"{CONTRACT}&on=2026-02-30", "On which day?", "year, month, day"),
        (f"{CONTRACT}&penalty=many", "What is the maximum penalty, in years?", "from 0 to 100"),
        (f"{CONTRACT}&law=az-criminal-code", "Which article of your law?", "Choose a law of the list"),
        (f"{CONTRACT}&article={'1' * 121}", "Which article of your law?", f'value="{"1" * 121}"'),
        (f"{CONTRACT}&stage=nowhere", "At which stage is the case?", "not in the list"),
    ],
)
def test_a_bad_code_is_told_and_asked_again_and_nothing_else_is_lost(
    client: FlaskClient, question: str, next_one: str, words: str
) -> None:
    answer = asked(client, question)

    assert answer.status_code == 400
    assert heading(answer) == next_one
    assert words in answer.text
    assert "offence=tip" in " ".join(links(answer)) or 'name="offence" value="tip"' in answer.text


@pytest.mark.parametrize("question", ["to=TJ", "from=KG&to=TJ", "from=KG&to=TJ&measure=bank_data"])
def test_the_number_of_the_state_that_is_asked_stands_beside_each_further_question(
    client: FlaskClient, question: str
) -> None:
    contact = parse(client.get("/en/jurisdictions/TJ")).one("section[aria-labelledby=contact]")

    shown = parse(asked(client, question)).one("section[aria-labelledby=line]")

    number = next(link for link in contact.links if link.startswith("tel:"))
    assert [link for link in shown.links if link.startswith("tel:")] == [number]
    assert "/en/jurisdictions/TJ" in shown.links


@pytest.mark.parametrize("question", ["from=TJ", f"{CONTRACT}&ask=to", "from=KG&to=XX"])
def test_no_number_stands_where_the_requested_state_is_not_known(client: FlaskClient, question: str) -> None:
    assert parse(asked(client, question)).all("section[aria-labelledby=line]") == []


def test_a_state_that_was_not_chosen_is_asked_for_with_a_word(client: FlaskClient) -> None:
    answer = asked(client, "from=&to=KG")

    assert heading(answer) == "Which State asks?"
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("words", ["witness", "допрос", "WITNESS testimony", "شاهد"])
def test_a_measure_is_found_by_its_names_in_any_language(client: FlaskClient, words: str) -> None:
    answer = asked(client, f"from=KZ&to=KG&q={words}")

    assert "measure=hearing_witness" in " ".join(links(answer))
    assert "measure=extradition" not in " ".join(links(answer))


@pytest.mark.parametrize(
    ("more", "opened"),
    [
        ("", ["Evidence and service of documents"]),
        (
            "&measure=extradition&offence=tip&ask=measure",
            ["Evidence and service of documents", "Extradition and transfer of sentenced persons"],
        ),
        ("&q=bank", None),
    ],
)
def test_the_groups_of_measures_are_folded_but_for_the_first_and_the_one_that_was_chosen(
    client: FlaskClient, more: str, opened: list[str] | None
) -> None:
    groups = parse(asked(client, f"from=KZ&to=KG{more}")).all("details.fold-plain.part")

    found = [one.one("h2").text for one in groups if one.has("open")]
    assert found == (opened or [one.one("h2").text for one in groups])
    assert len(groups) > len(found) or more == "&q=bank"


def test_a_search_that_finds_no_measure_says_so_and_leads_on(client: FlaskClient) -> None:
    answer = asked(client, "from=KZ&to=KG&q=zzzz")

    assert "No measure is called" in answer.text
    assert {"measure=other", "from=KZ", "to=KG", "ask=rest"} in [set(link.split("&")) for link in links(answer)]


def test_once_all_is_asked_the_address_is_that_of_the_answer_alone(client: FlaskClient) -> None:
    answer = asked(client, f"{CONTRACT}&article=&penalty=&ask=rest")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/atlas?{CONTRACT}"


def test_every_answer_given_can_be_changed_with_the_others_kept(client: FlaskClient) -> None:
    changing = [link for link in links(asked(client, CONTRACT)) if "ask=" in link]

    assert {"from", "to", "measure", "offence", "article", "urgent", "on"} <= {
        link.split("ask=")[1] for link in changing
    }
    assert all(link.startswith(f"{CONTRACT}&ask=") for link in changing)


def test_the_treaties_to_use_come_in_order_and_the_others_are_folded_with_their_reason(client: FlaskClient) -> None:
    page = asked(client, CONTRACT).text.partition('id="kz-kg-basis"')[2]

    places = [page.index(f"/en/treaties/{key}") for key in ("kz-kg-mla-1996", "chisinau-2002", "untoc", "minsk-1993")]
    assert places == sorted(places)
    assert places[2] < page.index("treaties that do not apply, and why") < places[3]


def test_a_channel_with_a_reason_and_no_answer_tells_the_reason(client: FlaskClient) -> None:
    page = asked(client, CONTRACT).text.partition('id="kz-kg-channel"')[2]

    assert "Directly only between those territorial and other bodies" in page


def test_every_channel_says_whether_it_is_lawful_and_what_it_yields(client: FlaskClient) -> None:
    page = asked(client, CONTRACT).text.partition('id="kz-kg-channel"')[2]

    assert page.count("Result:") == 7
    assert page.count("Not known, ask<") == 2
    assert page.count("No source says anything on this channel: ask.") == 1


def test_the_essentials_come_first_and_the_rest_is_folded(client: FlaskClient) -> None:
    answer = asked(client, CONTRACT)

    essentials = answer.text.partition("</dl>\n  </section>")[0]
    for told in ("/en/treaties/kz-kg-mla-1996", "/en/authorities/kg-prosecutor-general", "/en/focal-points/kg-casc"):
        assert told in essentials
    assert "Between central authorities" in essentials
    assert not parse(answer).one("ol.steps").all("details")[0].has("open")


def test_the_folded_parts_are_the_only_list_of_contents_and_all_can_be_opened(client: FlaskClient) -> None:
    folded, whole = (parse(asked(client, question)) for question in (CONTRACT, f"{CONTRACT}&all=1"))

    parts = "details.fold-plain.part"
    assert len(folded.all(f'li[id^="kz-kg-"] > {parts}')) == len(whole.all(f'li[id^="kz-kg-"] > {parts}[open]')) > 6
    assert folded.all("nav.contents") == []


def test_the_essentials_lead_to_their_parts(client: FlaskClient) -> None:
    page = parse(asked(client, CONTRACT))

    to = [link.removeprefix("#kz-kg-") for link in page.one("dl.essentials").links if link.startswith("#")]
    assert list(dict.fromkeys(to)) == ["desk", "channel", "authority", "language", "content", "basis"]
    assert all(page.one(f"#kz-kg-{code}") for code in to)


def test_there_is_one_main_button_and_the_rest_is_folded(client: FlaskClient) -> None:
    page = parse(asked(client, CONTRACT))

    assert [one.text for one in page.all("main a.button") if "quiet" not in one.classes] == [
        "Sign in and write a draft"
    ]
    assert len(page.all("main details a.button.quiet")) == len(page.all("main a.button.quiet")) == 4


@pytest.mark.parametrize("name", ["from", "to", "measure", "offence", "article", "urgent", "on"])
def test_a_question_that_is_opened_again_has_its_answer_and_leads_back(client: FlaskClient, name: str) -> None:
    question = f"{CONTRACT}&law=kz-cpc&article=128&on=2020-05-01"
    page = parse(asked(client, f"{question}&ask={name}"))

    given = dict(part.split("=") for part in question.split("&"))
    chosen = [*page.all("option[selected]"), *page.all("input#asked")]
    shown = [one["value"] for one in chosen] + [
        dict(part.split("=") for part in str(one["href"]).partition("?")[2].split("&"))[name]
        for one in page.all('a.option[aria-current="true"]')
    ]
    assert given[name] in shown
    leading = [link for link in links(asked(client, f"{question}&ask={name}")) if "from=" in link]
    back = [link for link in leading if "ask=" not in link][-1]
    assert set(back.split("&")) == set(question.split("&"))


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("from=KZ&to=SY&measure=hearing_witness&offence=tip", "Official language: Arabic."),
        ("from=KZ&to=ER&measure=hearing_witness&offence=tip", "Official language"),
    ],
)
def test_where_no_language_is_known_the_official_one_is_named(
    client: FlaskClient, question: str, languages: str
) -> None:
    page = parse(asked(client, question))

    told = page.one("dl.essentials").text.replace("\u2068", "").replace("\u2069", "")
    assert languages in told
    assert "Enclose a translation; ask whether English is enough." in told
    assert any("sherloc.unodc.org" in link for link in page.one("dl.essentials").links)


@pytest.mark.parametrize(
    ("measure", "points"),
    [
        ("extradition", ("lapse of time", "Nationality", "warrant", "only for the offences")),
        ("video_hearing", ("Technical contact", "interpreter", "Oath", "Place in the requested State")),
        ("bank_data", ("Bank, branch and account", "Period for which data are needed")),
    ],
)
def test_the_points_of_the_measure_stand_with_the_contents(
    client: FlaskClient, measure: str, points: tuple[str, ...]
) -> None:
    part = parse(asked(client, f"from=KG&to=KZ&measure={measure}&offence=tip")).one("#kg-kz-content").text

    assert [point for point in points if point not in part] == []


def test_a_request_for_extradition_yields_the_surrender_of_the_person(client: FlaskClient) -> None:
    page = parse(asked(client, "from=KG&to=KZ&measure=extradition&offence=tip"))

    assert "Result: surrender of the person" in page.one("#kg-kz-channel").text


def test_on_paper_each_source_is_numbered_once_at_the_end(client: FlaskClient) -> None:
    page = parse(asked(client, CONTRACT))

    listed = [one.text for one in page.all("ol.card-sources li")]
    cited = {int(one.text.strip("[]")) for one in page.all("span.cited") if one.text != "[0]"}
    assert len(set(listed)) == len(listed) > 5
    assert cited == set(range(1, len(listed) + 1))
    assert [one for one in page.all("main details.source") if "no-print" not in one.classes] == []


@pytest.mark.parametrize("state", ["SY", "ER"])
def test_an_answer_is_never_empty(client: FlaskClient, state: str) -> None:
    page = asked(client, f"from=KZ&to={state}&measure=hearing_witness&offence=tip").text

    assert "We know no authority there." in page
    assert "Ask your ministry of foreign affairs to ask through the diplomatic channel." in page


@pytest.mark.parametrize(
    ("question", "is_offered"), [("from=KZ&to=KG", False), ("from=KZ&to=UA", True), ("from=KZ&to=KG&stage=trial", True)]
)
def test_the_stage_is_spoken_of_where_it_decides_or_was_said(
    client: FlaskClient, question: str, is_offered: bool
) -> None:
    changing = links(asked(client, f"{question}&measure=hearing_witness&offence=tip"))

    assert any(link.endswith("&ask=stage") for link in changing) == is_offered


def test_the_law_of_the_offence_and_its_article_stand_in_the_answer(client: FlaskClient) -> None:
    page = asked(client, f"{CONTRACT}&law=kz-cpc&article=128(2)").text.replace("\u2068", "").replace("\u2069", "")

    assert "Criminal Procedure Code of the Republic of Kazakhstan · 128(2)" in page


def test_both_directions_stand_beside_each_other(client: FlaskClient) -> None:
    page = asked(client, f"{CONTRACT}&both=1").text

    assert 'id="kz-kg-basis"' in page
    assert 'id="kg-kz-basis"' in page
    assert page.count('id="kz-kg-basis"') == 1


def test_a_past_day_says_what_it_changes(client: FlaskClient) -> None:
    page = asked(client, f"{CONTRACT}&on=1997-01-01").text

    assert "Treaties are those in force on the day chosen." in page


def test_a_draft_is_begun_with_the_whole_question(client: FlaskClient) -> None:
    page = asked(client, f"{CONTRACT}&penalty=8&law=kz-cpc&article=128").text.replace("&amp;", "&")

    assert (
        "/en/drafts/new?from=KZ&to=KG&measure=hearing_witness&offence=tip&law=kz-cpc&article=128&penalty=8&urgent=1"
        in page
    )


@pytest.mark.parametrize(
    ("page", "link"),
    [("/", 'action="/en/atlas"'), ("/jurisdictions/KG", "/en/atlas?to=KG"), ("/measures/records", "?measure=records")],
)
def test_the_atlas_is_reached_from_where_people_are(client: FlaskClient, page: str, link: str) -> None:
    assert link in client.get(f"/en{page}").text


def test_what_a_treaty_in_force_replaces_would_change_nothing(client: FlaskClient) -> None:
    """Chisinau Convention, art. 120(3): the Minsk Convention and its Protocol cease between parties to both."""
    page = parse(client.get("/en/atlas?from=KZ&to=KG&measure=hearing_witness&offence=other&all=1").text)

    assert "Protocol amending the treaty of 1996-08-26 on mutual legal assistance would count" in page.text
    assert "Minsk Protocol 1997 would count" not in page.text
