"""Reads and writes files from and to plain values; imports no model of the directory."""
