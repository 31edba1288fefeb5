"""Drafts of requests for assistance: people write drafts, check them for missing items, and make documents of them.

Every version of a draft is encrypted. No content of a draft is indexed or logged. Identities of persons are typed when
a document is made, and are not stored anywhere.
"""
