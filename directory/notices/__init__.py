"""The noticeboard of the networks: study visits, training, trends and methods of offenders.

It contains no personal data.
"""
