"""Translation of the texts of entries: the list of missing and outdated texts, and the page to translate one entry."""
