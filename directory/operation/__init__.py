"""Running the product: health, metrics, alerts, backups, keys, and copying the database."""
