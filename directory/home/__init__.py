"""The home page, help, offline copies, and the frame of every page: main navigation, work bar and language bar."""
