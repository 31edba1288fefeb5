"""States: lists, the page of a State, its requirements, and the comparison of several States."""
