"""Readers of official tables. Each reads the acts under treaties from one kind of file. If a reader does not know a
part of a file, it refuses the whole file and names the part."""
