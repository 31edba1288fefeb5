"""Mutants of what must not be wrong: each line changed in turn, and the tests that run it are to notice."""
