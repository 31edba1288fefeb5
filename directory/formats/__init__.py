"""Writers and readers of files: plain rows in, plain rows out. Knows nothing of the directory."""
