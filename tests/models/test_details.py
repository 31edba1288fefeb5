"""Every column is either a declared detail or one of the few that hold the tables together."""

import pytest
from sqlalchemy import inspect

from directory.models import details_of
from directory.models.change import MODELS_BY_KIND

STRUCTURE = {"key", "position", "audience", "network_key", "authority_key", "sheet_key", "publishes_contacts_at_once"}
# When a notice was posted and withdrawn is what was done with it, and says nothing that it holds.
STRUCTURE |= {"posted_at", "withdrawn_at"}
# Since when a membership is known here decides who reads what was before, and is shown nowhere.
STRUCTURE |= {"recorded_at"}


@pytest.mark.parametrize("model", MODELS_BY_KIND.values(), ids=lambda model: model.KIND)
def test_a_column_is_a_declared_detail_or_structure(model: type) -> None:
    columns = {attribute.key for attribute in inspect(model).column_attrs}

    undeclared = columns - {declared.name for declared in details_of(model)}

    assert undeclared <= STRUCTURE


def test_an_audience_that_is_named_by_a_row_names_a_column_of_it() -> None:
    named = [
        (model, declared.detail.audience)
        for model in MODELS_BY_KIND.values()
        for declared in details_of(model)
        if declared.detail.audience == "audience"
    ]

    assert named
    assert all(hasattr(model, column) for model, column in named)
