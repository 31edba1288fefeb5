"""Rounds: one question to the desks of several States, each in a consultation of its own."""
