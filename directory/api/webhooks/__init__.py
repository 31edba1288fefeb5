"""A person's own webhooks over the API: adding and removing them, their secrets, tests and deliveries."""
