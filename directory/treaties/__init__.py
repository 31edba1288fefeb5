"""Treaties: lists, pages, citations, coverage, territories, the acts of States, and how each State stands."""
