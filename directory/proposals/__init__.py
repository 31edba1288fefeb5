"""Proposals: how people change entries. One writes, another publishes, and what was can be put back.

`editable` says what of an entry can be edited and in which form values are kept, `edits` what one
change is, `applying` writes changes into entries, `service` decides who may do what and when.
"""
