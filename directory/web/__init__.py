"""The parts of the web layer that all features share."""
