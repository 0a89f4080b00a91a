"""A loopback server of the Bolt protocol, version 5, in front of an openCypher engine.

It knows authentication, transactions, results, failures and resets. Statements about
the schema are each product's own, so they are compared with its documented syntax and
noted; all others are executed.
"""

from __future__ import annotations

import contextlib
import re
import socketserver
import struct
import threading

from tests.engine.graphs.servers.packstream import Reader, Structure, pack

MAGIC = b"\x60\x60\xb0\x17"
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F
HELLO, GOODBYE, RESET, RUN, BEGIN, COMMIT, ROLLBACK = (
    0x01, 0x02, 0x0F, 0x10, 0x11, 0x12, 0x13,
)  # fmt: skip
DISCARD, PULL, LOGON, LOGOFF = 0x2F, 0x3F, 0x6A, 0x6B


class Refusal(Exception):  # noqa: N818 - it is what the server says
    """A failure with a code of the product."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Product:
    """What the server pretends to be; `schema` is the syntax of its statements."""

    def __init__(self, agent, minor, schema, database=None, *, repeats):
        self.agent, self.minor, self.database = agent, minor, database
        self.schema = re.compile(schema)
        self.repeats = repeats
        self.made = set()
        self.fails = []
        """What the next statements are refused with."""

    def define(self, statement):
        assert self.schema.fullmatch(statement), statement
        if statement in self.made and not self.repeats:
            raise Refusal(
                "Memgraph.ClientError.MemgraphError.MemgraphError",
                "Constraint UNIQUE key on label Mem0Entity already exists.",
            )
        self.made.add(statement)


class Conversation:
    """One connection."""

    def __init__(self, read, send, product, graph, password):
        self.read, self.send = read, send
        self.product, self.graph, self.password = product, graph, password
        self.failed = self.alone = False
        self.rows = []

    def talk(self):
        if self.read(4) != MAGIC:
            return
        offers = [self.read(4) for _ in range(4)]
        minor = self.product.minor
        assert any(o[3] == 5 and o[2] >= minor >= o[2] - o[1] for o in offers), offers
        self.send(bytes([0, 0, minor, 5]))
        try:
            while (message := self.message()).tag != GOODBYE:
                self.answer(message)
        except (ConnectionError, EOFError):
            pass
        finally:
            self.free()

    def message(self):
        data = b""
        while size := struct.unpack(">H", self.read(2))[0]:
            data += self.read(size)
        return Reader(data).value() if data else self.message()

    def say(self, tag, *fields):
        data = pack(Structure(tag, *fields))
        chunks = [data[at : at + 0xFFFF] for at in range(0, len(data), 0xFFFF)]
        wire = b"".join(struct.pack(">H", len(chunk)) + chunk for chunk in chunks)
        self.send(wire + b"\0\0")

    def answer(self, message):
        if message.tag == RESET:
            self.free()
            self.failed, self.rows = False, []
            self.say(SUCCESS, {})
        elif self.failed:
            self.say(IGNORED)
        else:
            try:
                self.say(SUCCESS, self.act(message.tag, *message.fields))
            except Refusal as refusal:
                self.fail(refusal.code, str(refusal))
            except Exception as exc:
                self.fail("Neo.ClientError.Statement.SyntaxError", str(exc))

    def fail(self, code, text):
        self.failed = True
        self.say(FAILURE, {"code": code, "message": text})

    def act(self, tag, *fields):
        if tag == HELLO:
            return {"server": self.product.agent, "connection_id": "bolt-1"}
        if tag == LOGON and fields[0].get("credentials") != self.password:
            raise Refusal(
                "Neo.ClientError.Security.Unauthorized",
                f"The password {fields[0].get('credentials')} is not right.",
            )
        if tag == BEGIN:
            self.known(fields[0])
            self.graph.lock.acquire()
            self.alone = True
        elif tag in (COMMIT, ROLLBACK):
            self.free()
        elif tag == RUN:
            self.known(fields[2])
            return self.run(fields[0], fields[1])
        elif tag in (PULL, DISCARD):
            return self.pull()
        return {}

    def run(self, statement, parameters):
        if self.product.fails:
            raise self.product.fails.pop(0)
        if re.match(r"CREATE (CONSTRAINT|INDEX|EDGE INDEX)", statement):
            self.product.define(statement)
            names, self.rows = [], []
        else:
            names, self.rows = self.graph.run(statement, parameters)
        return {"fields": names, "t_first": 0}

    def pull(self):
        for row in self.rows:
            self.say(RECORD, row)
        self.rows = []
        return {"type": "rw", "t_last": 0, "has_more": False}

    def known(self, extra):
        asked = extra.get("db")
        if asked not in (None, self.product.database):
            raise Refusal(
                "Neo.ClientError.Database.DatabaseNotFound",
                f"Database {asked} does not exist.",
            )

    def free(self):
        if self.alone:
            self.alone = False
            self.graph.lock.release()


@contextlib.contextmanager
def serving(product, graph, password):
    """The address of a running server."""

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self):
            def read(size):
                data = self.rfile.read(size)
                if len(data) < size:
                    raise EOFError
                return data

            Conversation(read, self.wfile.write, product, graph, password).talk()

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"bolt://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
