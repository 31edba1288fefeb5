"""The atlas finds the legal basis, authority, channels and contents of a request between two States.

Read in this order: `question` (the question), `treaty_relations` (which treaty goes before which), `coverage` (the
measures and offences that a treaty covers), `legal_basis` (which treaty to use and why), `answer` (all parts together).
"""
