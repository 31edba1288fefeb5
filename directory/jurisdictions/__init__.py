"""States: the list, the page of a State, the page of its requirements, and the comparison of several States."""
