"""Presents drafts: their pages, checklists, outlines and documents, and the comments of desks."""
