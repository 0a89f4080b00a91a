"""Come and go as you like: a project as one file, and back again.

An archive is a zip of NDJSON files, a file for each kind of row (`kinds`), with a
manifest (`manifest`) that names them, their rows and their checksums. `exporting` writes
one from a single moment of the database, `reading` checks one whole, `importing` writes
one into a project, all of it or nothing, and `indexing` makes what came without vectors
findable. What other systems export becomes an archive first (`sources`).
"""
