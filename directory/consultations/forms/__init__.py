"""Forms of consultations: to ask a desk, to write and answer, to comment on outlines, and to set a network's
deadlines."""
