"""Suggested wordings of the interface: anyone suggests one from a page, keepers of the language decide, and what they
publish stands on the site at once, until the next catalogue says it.

- `page_strings`: the strings that a page uses
- `glossary`: the terms of the glossary that a string contains
- `checks`: whether a wording may be suggested and published
- `po_files`: published wordings as catalogue files
- `pseudo_choice`: the pseudo-language, for administrators
"""
