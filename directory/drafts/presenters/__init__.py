"""Presents drafts: their pages, their checklist, the outlines and documents made of them, and the comments of desks."""
