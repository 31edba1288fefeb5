"""What people follow: States, authorities, treaties and networks; its news by letter, on a page and in a feed."""
