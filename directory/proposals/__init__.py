"""Changes of entries by proposals. One person writes a proposal, another person publishes it."""
