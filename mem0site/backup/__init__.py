"""Backups of the database: one file each, checked when made and again before use.

programs    pg_dump, pg_restore and psql that fit a server
databases   a database, its roles, and how its programs are reached
contents    what is in a database: counts, checksums, walls, grants
archive     the file: a dump and a manifest, whole or not there
making      database → file
restoring   file → database, in one transaction
erasures    what was erased since is erased again
verifying   file → scratch cluster, compared with the manifest
retention   which files of a folder are kept
"""
