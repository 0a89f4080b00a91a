"""What a search costs as a project grows: by a scan of the scope, and by its index.

    python -m bench.scale --memories 1000,10000,100000
    python -m bench.scale --project ID            # one that is there already
    python -m bench.scale --memories 100000 --projects 1000     # spread over many

In process, against the PostgreSQL of `make run` or of the environment (DATABASE_URL,
DATABASE_ADMIN_URL, DATABASE_OWNER_URL). A project of each size
is filled, indexed whatever its size, searched by half of the words of some of its memories,
and emptied again; vectors are those of the deployment's embedder. CPU is the database's
process and this one's, and moves far less than time does on a machine that has other work.
Adds are of one message, kept word for word, by the service that the API calls.
"""
