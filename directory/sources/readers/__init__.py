"""Readers of official tables. Each reads the acts in one kind of file. A file with an unknown part is refused whole,
and the refusal names the part."""
