"""Translating the texts of entries: what there is to do, and the page on which it is done."""
