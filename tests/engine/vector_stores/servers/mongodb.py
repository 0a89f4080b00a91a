"""MongoDB's wire protocol (OP_MSG) with the commands of a collection and its vector index."""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading

import bson

from tests.engine.vector_stores.servers.conditions import every, mongo
from tests.engine.vector_stores.servers.engine import Collection

HEADER = struct.Struct("<iiii")
OP_MSG = 2013
OP_QUERY = 2004
OP_REPLY = 1


class Database:
    """One database; a method per command."""

    def __init__(self):
        self.collections = {}
        self.indexes = {}

    def answer(self, command):
        name = next(iter(command))
        method = getattr(self, f"do_{name.lower()}", None)
        if method is None:
            return {"ok": 0.0, "errmsg": f"no such command: {name}", "code": 59}
        return {"ok": 1.0, **method(command, command[name])}

    def do_hello(self, command, _):
        limits = {"maxBsonObjectSize": 16 << 20, "maxMessageSizeBytes": 48 << 20}
        wire = {"minWireVersion": 0, "maxWireVersion": 25, "maxWriteBatchSize": 100_000}
        return {
            "helloOk": True,
            "isWritablePrimary": True,
            "ismaster": True,
            **limits,
            **wire,
        }

    do_ismaster = do_hello

    def do_ping(self, command, _):
        return {}

    do_endsessions = do_ping

    def do_listcollections(self, command, _):
        batch = [{"name": name, "type": "collection"} for name in self.collections]
        return cursor(batch, "db.$cmd.listCollections")

    def do_create(self, command, name):
        self.collections[name] = Collection()
        return {}

    def do_drop(self, command, name):
        self.collections.pop(name, None)
        self.indexes.pop(name, None)
        return {}

    def do_createsearchindexes(self, command, name):
        [index] = command["indexes"]
        assert index["type"] == "vectorSearch"
        shown = {"id": "1", "queryable": True, "status": "READY"}
        self.indexes[name] = {
            **shown,
            "name": index["name"],
            "latestDefinition": index["definition"],
        }
        return {"indexesCreated": [{"id": "1", "name": index["name"]}]}

    def do_update(self, command, name):
        upserted = []
        for n, update in enumerate(command["updates"]):
            key, document = (
                update["q"]["_id"],
                {**update["u"], "_id": update["q"]["_id"]},
            )
            assert update["upsert"]
            if not self.collections[name].get([key]):
                upserted.append({"index": n, "_id": key})
            self.collections[name].put(key, document["vector"], document)
        return {"n": len(command["updates"]), "nModified": 0, "upserted": upserted}

    def do_delete(self, command, name):
        removed = 0
        for delete in command["deletes"]:
            holds = mongo(delete["q"])
            keys = [key for key, _, document in self.collections[name].all(holds)]
            removed += self.collections[name].delete(keys)
        return {"n": removed}

    def do_find(self, command, name):
        rows = self.collections.get(name, Collection()).all(
            mongo(command.get("filter"))
        )
        return cursor([document for _, _, document in rows], f"db.{name}")

    def do_aggregate(self, command, name):
        first = command["pipeline"][0]
        if "$listSearchIndexes" in first:
            found = self.indexes.get(name)
            return cursor([found] if found else [], f"db.{name}")
        stage = first["$vectorSearch"]
        fields = self.indexes[name]["latestDefinition"]["fields"]
        filterable = {field["path"] for field in fields if field["type"] == "filter"}
        used = set(paths(stage.get("filter", {})))
        assert used <= filterable, used
        assert stage["limit"] <= stage["numCandidates"] <= 10_000
        rows = self.collections[name].nearest(
            stage["queryVector"], stage["limit"], every([mongo(stage.get("filter"))])
        )
        batch = [
            {**document, "score": (1 + cosine) / 2} for cosine, _, _, document in rows
        ]
        return cursor(batch, f"db.{name}")


def paths(query):
    for name, asked in query.items():
        if name.startswith("$"):
            for part in asked:
                yield from paths(part)
        else:
            yield name


def cursor(batch, namespace):
    return {"cursor": {"id": 0, "ns": namespace, "firstBatch": batch}}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        while header := self.rfile.read(16):
            length, request_id, _, opcode = HEADER.unpack(header)
            body = self.rfile.read(length - 16)
            if opcode == OP_QUERY:
                start = body.index(b"\0", 4) + 9
                answer = bson.encode(
                    self.server.database.answer(bson.decode(body[start:]))
                )
                sent = struct.pack("<iqii", 8, 0, 0, 1) + answer
                self.reply(request_id, OP_REPLY, sent)
            else:
                answer = bson.encode(self.server.database.answer(message(body)))
                self.reply(request_id, OP_MSG, b"\0\0\0\0\0" + answer)

    def reply(self, request_id, opcode, body):
        header = HEADER.pack(16 + len(body), request_id, request_id, opcode)
        self.wfile.write(header + body)
        self.wfile.flush()


def message(body):
    """The command of an OP_MSG: section 0, with the document sequences of sections 1."""
    command, at = {}, 4
    while at < len(body):
        kind, at = body[at], at + 1
        [size] = struct.unpack_from("<i", body, at)
        section = body[at : at + size]
        if kind == 0:
            command = {**bson.decode(section), **command}
        else:
            name, _, documents = section[4:].partition(b"\0")
            command[name.decode()] = bson.decode_all(documents)
        at += size
    first = [
        name for name in command if name not in ("updates", "deletes", "documents")
    ]
    return {name: command[name] for name in [*first, *command]}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextlib.contextmanager
def serving():
    server = Server(("127.0.0.1", 0), Conversation)
    server.database = Database()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"mongodb://127.0.0.1:{server.server_address[1]}/?directConnection=true"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
