"""Treaties: lists, pages, citations, coverage and territories. Also the acts of States, and how each State stands under
a treaty."""
