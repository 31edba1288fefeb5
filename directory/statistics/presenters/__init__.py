"""Pages, files and papers of figures. A table contains only figures that its viewer may see."""
