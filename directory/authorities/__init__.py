"""Authorities: the offices that execute requests, how to send them one and how to reach them."""
