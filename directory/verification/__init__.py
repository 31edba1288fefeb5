"""Verification of the directory: offices confirm entries, campaigns ask them to, people report wrong contacts, and
desks are tested. Networks set how long a verification is valid."""
