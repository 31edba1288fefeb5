"""States: lists, one State's page, its requirements, its printed card, and comparison of several."""
