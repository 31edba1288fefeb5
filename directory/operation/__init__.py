"""Operation of the site: health, metrics, alerts, backups, keys, migrations, copies, and verification of the chain."""
