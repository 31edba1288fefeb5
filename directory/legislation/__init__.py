"""National laws, by State."""
