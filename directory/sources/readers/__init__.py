"""Readers of official tables, one for each kind of file. A reader refuses a file of which it does not know a part."""
