"""Answers a query from a snapshot. `execution` begins: it cuts the query into terms (`terms`), finds the documents
(`matching`), ranks them (`ranking`) and corrects the query (`spelling`)."""
