"""Somebody is erased: everything about them in every store, and proof that it is gone.

`running.erase` writes a line of the ledger (`orgs.custody`), an event and a job in one
transaction and carries the job out at once; what is too much for a request is left to a
worker. The job takes what is known to be about them (`steps`), then, a moment later,
whatever else names what they had (`sweeping`), asks the stores outside of PostgreSQL
(`outside`) and last of all looks into every table (`probing`). Each step is a short
transaction and may be repeated.
"""
