"""Demonstration data: invented authorities, desks, people and their acts, for trying out the site.

Start with `commands`. `load` has the order of the steps; `removal` removes all the data. The entries are stored as seed
data. Everything else is created through the services, with the clock set to the pretended time. The audit chain has the
real time of writing.
"""
