"""Translation of the texts of entries: a list of missing and outdated texts, and a page for one entry."""
