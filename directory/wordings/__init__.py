"""Suggested wordings of the interface. Anyone may suggest a wording of a text on a page. Keepers of the language
decide. The site shows a published wording at once, until the next catalogue contains it.

- `page_strings`: the strings that a page uses
- `glossary`: the terms of the glossary that a string contains
- `checks`: whether a wording may be suggested and published
- `po_files`: published wordings as catalogue files
- `pseudo_choice`: the pseudo-language, for administrators
"""
