"""Exercises of a network: coordinators prepare, start and stop them, and desks play them by the real chain.

The network rehearses by the three levels of the IAEA's ConvEx exercises.
"""
