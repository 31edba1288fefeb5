"""Demonstration data: invented authorities, desks, people and their acts, to try the site with.

Start with `commands`; `load` has the order of the steps, `removal` removes everything again. The entries are stored as
seed data; everything else is created through the services, with the clock set to the pretended time. The audit chain
has the real time of writing.
"""
