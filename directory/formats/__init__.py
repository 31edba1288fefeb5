"""Reads files into plain values and writes plain values as files. Imports no model of the directory."""
