"""Drafts in words: their pages, their checklist and the papers that they become."""
