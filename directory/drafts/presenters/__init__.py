"""Presents drafts: their pages, their checklist and the documents made of them."""
