"""What headers that no browser sends cost."""

from functools import partial

import pytest
from flask.testing import FlaskClient

from tests.budget.meter import calls_of

# One header as long as the server takes; it joins up to a hundred of one name.
LONG = {"empty entries": "a," * 4_000, "one entry": "a" * 8_000, "subtags": "-a" * 4_000, "weights": "a;q=0.1," * 1_000}
# A header that is read may cost a little; judged by each label it cost millions.
MOST_CALLS_MORE = 20_000


@pytest.mark.long(each=2)
@pytest.mark.parametrize("accepted", LONG.values(), ids=LONG)
def test_a_long_header_of_languages_costs_little_however_many_labels_an_answer_has(
    client: FlaskClient, accepted: str
) -> None:
    def cost(address: str, headers: dict[str, str]) -> int:
        client.get(address)
        return calls_of(partial(client.get, address, headers=headers))

    for address in ("/api/v1/authorities?per_page=100", "/en/", "/"):
        plain, long = cost(address, {"Accept-Language": "fr"}), cost(address, {"Accept-Language": accepted})

        assert long - plain < MOST_CALLS_MORE, address


def test_a_language_behind_twenty_others_is_not_looked_for(client: FlaskClient) -> None:
    others = ",".join(f"q{letter}" for letter in "abcdefghijklmnopqrs")

    assert client.get("/", headers={"Accept-Language": f"{others},fr"}).location.endswith("/fr/")
    assert client.get("/", headers={"Accept-Language": f"{others},qt,fr"}).location.endswith("/en/")
