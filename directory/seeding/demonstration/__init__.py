"""Demonstration data: invented authorities, desks, people and their acts. Start with `commands`.

Each act is done by the services, with the clock set to the time at which it is said to happen. Only the audit chain has
the real time of writing.
"""
