"""Pages, files and papers of figures, made of tables. A table contains only figures that its viewer may see."""
