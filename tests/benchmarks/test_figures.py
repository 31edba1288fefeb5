"""The table of the benchmarks."""

from benchmarks.figures import Figure, Goal, table


def test_the_table_says_which_goals_are_met() -> None:
    figures = [
        Figure("fast enough", 0.5, Goal(1), {"tantivy": 2.0}),
        Figure("too few", 0.1, Goal(0.25, is_least=True)),
        Figure("not measured", "not installed", Goal(1)),
    ]

    lines = table(figures).splitlines()[2:]

    assert [figure.is_met for figure in figures] == [True, False, None]
    assert [line.split(" | ")[1:4] for line in lines] == [
        ["≤ 1", "0.5", "yes"],
        ["≥ 0.25", "0.1", "**no**"],
        ["≤ 1", "not installed", ""],
    ]
