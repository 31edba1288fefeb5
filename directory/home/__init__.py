"""The first page, help, and what frames every page: navigation and the language bar."""
