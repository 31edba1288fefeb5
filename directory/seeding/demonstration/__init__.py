"""Demonstration data: invented authorities, desks, people and their acts, to try the site with.

Start with `commands`; `load` has the order of the steps, `removal` removes everything again.
All but the entries themselves is created through the services, with the clock frozen at the pretended time. The audit
chain has the real time of writing.
"""
