"""Readers of official tables: each makes acts of the bytes of one kind of file, or refuses the file whole, by name."""
