"""Measures that can be requested, and the known requirements of States for each measure."""
