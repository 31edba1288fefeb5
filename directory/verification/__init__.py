"""Keeps entries correct: verifications, campaigns, reports of wrong contacts, tests of desks, verification periods."""
