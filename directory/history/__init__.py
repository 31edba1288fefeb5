"""The history of an entry in sentences, its export, and the log of disclosures of restricted details."""
