"""Proposals: how people change entries. One person writes, another publishes, and a published change can be taken back.

`editable_columns` declares the columns that can be edited and their flat values, `edits` a change. `change_set` reads
the rows that changes are about, once in a transaction; `validation`, `consequences`, `references` and `decisions` judge
the changes by it, and `applying` writes them. `service` takes the steps of a proposal.
"""
