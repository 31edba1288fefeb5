"""Readers of official tables. Each reads the acts under treaties from one kind of file. A reader refuses a whole file
for a part that it does not know, and names the part."""
