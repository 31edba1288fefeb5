"""States: lists, one State's page, its requirements, and comparison of several."""
