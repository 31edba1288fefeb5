"""Authorities: who can execute a request, how to send it and how to reach them."""
