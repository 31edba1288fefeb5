"""Proposals: people change entries by proposals. One person writes a proposal, another publishes it."""
