"""Backups of the whole database: encrypted files, made at any time or each night, and the way back from one."""
