"""The home page, help, offline copies, and the frame of every page: navigation and the language bar."""
