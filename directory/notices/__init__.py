"""The noticeboard of the networks: study visits, training, trends and methods of offenders, without personal data."""
