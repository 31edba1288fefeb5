"""The library of law: national laws, decisions and guides of each State."""
