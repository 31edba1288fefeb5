"""Demonstration data: invented authorities, desks, people and their acts. Start with `commands`.

The services do each act, with the clock set to the invented time of the act. Only the audit chain has the real time of
writing.
"""
