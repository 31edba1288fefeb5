"""Backups of the whole database: encrypted files, made by command or each night, and the restoring of a backup."""
