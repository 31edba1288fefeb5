"""Reads files into plain values and writes plain values as files; imports no model of the directory."""
