"""Demonstration data: invented authorities, desks, people and their acts. Start with `commands`.

The services run with the clock set to the pretended time. The audit chain has the real time of writing.
"""
