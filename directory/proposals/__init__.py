"""Proposals: the way in which people change entries. One person writes a proposal, another publishes it. A published
edit can be taken back.

`editable_columns` declares the columns that can be edited. `edits` declares an edit. `change_set` reads the rows that
edits concern. `validation`, `consequences` and `permissions` judge the edits of a change set. `applying` writes the
edits, and `decisions` records the decision. `service` creates, submits, decides and withdraws proposals.
"""
