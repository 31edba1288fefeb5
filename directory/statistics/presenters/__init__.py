"""What pages, files and papers of figures show: tables, each made of what its viewer may know."""
