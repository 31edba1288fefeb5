"""Pages, files and papers of figures: tables, each of what its viewer may know."""
