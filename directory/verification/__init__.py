"""Verification: offices confirm entries, campaigns ask them to do so, people report wrong contacts, and desks are
tested."""
