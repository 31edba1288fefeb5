"""Webhooks: a person's program is told of events that the person may read, by signed messages without content."""
