"""Operation of the site: health, metrics, alerts, backups, keys, migrations, copying the database, and the daily
verification of the audit chain."""
