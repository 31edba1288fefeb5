"""Random names of what addresses and commands name."""

from directory.tokens import public_id


def test_no_name_is_taken_for_an_option_of_a_command() -> None:
    names = {public_id() for _ in range(2_000)}

    assert len(names) == 2_000
    assert [name for name in names if name.startswith("-")] == []
