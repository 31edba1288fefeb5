"""Proposals: the way in which people change entries. One person writes a proposal, another publishes it, and a
published edit can be taken back.

`editable_columns` declares the columns that can be edited, and their values. `edits` declares an edit. `change_set`
reads the rows of the edits, once in a transaction. `validation`, `consequences` and `permissions` judge the edits by
the change set, `applying` writes the edits, and `decisions` records the decision. `service` takes the steps of a
proposal.
"""
