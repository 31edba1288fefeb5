"""The noticeboard of the networks: study visits, training, trends in crime, and methods of offenders.

Notices contain no personal data.
"""
