"""Authorities: the offices that execute requests, how to send them a request, and how to reach them."""
