"""Drafts of requests for assistance: writing them, checking what is missing, making documents of them.

Every version of a draft is encrypted. Nothing of it is indexed or logged. Identities of persons are typed when a
document is made, and are stored nowhere.
"""
