"""Export of entries to files, and import of entries from files.

An import is written after a check of every row and, usually, a decision by another person.
"""
