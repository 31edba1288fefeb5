"""Readers of official tables, one for each kind of file. A reader refuses the whole file if a part is unknown."""
