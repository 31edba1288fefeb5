"""Encrypted backups of the whole database, made by command or each night, and the restoring of a backup."""
