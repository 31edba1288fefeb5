"""The noticeboard of the networks: study visits, training, ways of offending and trends; no personal data."""
