"""Verification: offices confirm entries, campaigns ask them to, people report wrong contacts, and desks are tested."""
