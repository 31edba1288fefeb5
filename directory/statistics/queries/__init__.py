"""Reads the rows that figures count."""
