"""Verification: confirmed entries, campaigns, reports of wrong contacts, tests of desks, verification periods."""
