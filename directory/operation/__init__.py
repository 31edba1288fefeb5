"""Operation of the site: health, metrics, alerts, backups, keys, and copying the database."""
