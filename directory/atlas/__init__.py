"""The atlas: from two States and a measure to the legal basis, the authority, the channels and what to write.

Read in this order: `question` (the question), `treaty_relations` (which treaties bind the States on a day), `coverage`
(what a treaty covers), `legal_basis` (which treaty to use and why), `answer` (all of it together).
"""
