"""Readers of official tables, one for each kind of file. If a reader does not know a part of a file, the reader
refuses the whole file."""
