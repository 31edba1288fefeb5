"""Forms with which people write, share, copy and delete drafts of requests, and make documents of them."""
