"""Proposals: the way in which people change entries. One person writes a proposal, another publishes it, and a
published edit can be taken back.

`editable_columns` declares the columns that can be edited, with their flat values. `edits` declares an edit.
`change_set` reads the rows of the edits, once in a transaction. `validation`, `consequences`, `references` and
`decisions` judge the edits by the change set, and `applying` writes them. `service` takes the steps of a proposal.
"""
