"""The library of law: national laws, decisions and guides, by State."""
