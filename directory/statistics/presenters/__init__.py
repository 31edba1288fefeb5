"""Pages, files and papers of figures. They consist of tables, and a table contains only figures that its viewer may
see."""
