"""Pages, files and papers of figures, made of tables; a table holds only what its viewer may know."""
