"""Pages and parts of pages in the memory of a process, each until something that it depends on changes."""
