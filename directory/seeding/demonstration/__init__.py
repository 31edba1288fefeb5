"""Demonstration data: invented authorities, desks, people and what they do, to try the site with.

`commands` is the way in, `load` says in which order things are made, `removal` how all of it goes again.
Everything but the entries themselves goes through the services, with the clock standing at the moment
at which it is said to have happened. The audit chain tells when it was really written.
"""
