"""Drafts of requests for assistance: written, checked for what is missing, and made into documents.

A draft is sealed as a whole. Nothing of it is indexed or logged, and identities that are typed
when a document is made are kept nowhere.
"""
