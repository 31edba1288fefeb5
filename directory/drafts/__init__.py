"""Drafts of requests for assistance, their checklists and documents.

Each version is encrypted; no content is indexed or logged. Identities of persons are typed for a document and not
stored.
"""
