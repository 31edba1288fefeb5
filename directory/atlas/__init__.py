"""The atlas finds the legal basis, authority, channels and contents of a request between two States.

Read in this order: `question`, `treaty_relations`, `coverage`, `legal_basis`, `answer`.
"""
