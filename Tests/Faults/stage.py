"""What the experiments share: the program, a project of their own, a provider whose every byte is chosen, the rows of the store.

An experiment is a script that is given nothing, prints one line for each thing it proved, and ends with another code than 0 at the
first thing that does not hold. `CONNECTOR_LONG_TESTS` asks for the long form.
"""
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
binary = os.environ.get("CONNECTOR_BINARY") or next(
    path for path in [root + "/.build/release/connector", root + "/.build/debug/connector"] if os.path.exists(path))
is_long = "CONNECTOR_LONG_TESTS" in os.environ
name = os.path.basename(sys.argv[0])
secret = "made-up-token-7c1e"
# A debug build takes longer for everything. How long something takes proves nothing on a machine that others use as well: what is
# bounded here is bounded far above what it needs, and far below what it would need if it were wrong.
patience = 5 if "CONNECTOR_SLOW" in os.environ else 1


def say(text):
    print("%s: %s" % (name, text), flush=True)


def expect(condition, what):
    if not condition:
        sys.exit("%s: NOT SO: %s" % (name, what))


def seeded():
    """Random numbers whose seed is printed and can be given again as `SEED`."""
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    say("SEED=%d" % seed)
    return random.Random(seed)


def wait_for(condition, what, seconds=120):
    """Until it is so, however long a machine that is busy takes for that."""
    end = time.monotonic() + seconds * patience
    while not condition():
        expect(time.monotonic() < end, "%s within %d s" % (what, seconds))
        time.sleep(0.01)


def free_port():
    """A port that is still free when somebody begins to listen: no call that goes out is given one of these."""
    while True:
        port = random.SystemRandom().randrange(12_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Request:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body
        parts = urllib.parse.urlsplit(target)
        self.path = parts.path
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))


class Reply:
    """A whole reply with its length, after which the connection stays open."""

    def __init__(self, body=b"", status=200, headers=()):
        self.body = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.status, self.headers = status, list(dict(headers).items())

    def bytes(self, is_head=False):
        head = "HTTP/1.1 %d X\r\nContent-Length: %d\r\n" % (self.status, len(self.body))
        if not any(key.lower() == "content-type" for key, _ in self.headers):
            head += "Content-Type: application/json\r\n"
        head += "".join("%s: %s\r\n" % pair for pair in self.headers) + "\r\n"
        return head.encode("latin-1") + (b"" if is_head else self.body)


RESET = object()


class Provider:
    """A server on this machine. `handler(request)` gives a `Reply`, or the pieces of one: bytes, seconds to wait, or RESET."""

    def __init__(self, handler):
        self.handler, self.requests, self.connections, self.served, self.latest = handler, [], 0, 0, None
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port, self.lock = self.socket.getsockname()[1], threading.Lock()
        self.url = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                connection, caller = self.socket.accept()
            except OSError:
                return
            self.connections, self.latest = self.connections + 1, caller
            threading.Thread(target=self.attend, args=(connection,), daemon=True).start()

    def attend(self, connection):
        try:
            self.serve(connection)
        finally:
            with self.lock:
                self.served += 1

    def settle(self):
        """Until everything that was sent by those who are gone is answered: connections are taken in their order, so ours is the last."""
        with socket.create_connection(("127.0.0.1", self.port)) as ours:
            wait_for(lambda: self.latest == ours.getsockname(), "the provider hears of a connection")
        wait_for(lambda: self.served == self.connections, "the provider comes to rest")

    def serve(self, connection):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, connection.makefile("rb") as stream:
                while True:
                    line = stream.readline()
                    if not line:
                        return
                    method, target, _ = line.decode("latin-1").split(" ", 2)
                    headers = {}
                    while (line := stream.readline().strip()):
                        key, _, value = line.decode("latin-1").partition(":")
                        headers[key.lower()] = value.strip()
                    body = stream.read(int(headers.get("content-length", 0)))
                    request = Request(method, target, headers, body)
                    self.requests.append(request)
                    answer = self.handler(request)
                    if isinstance(answer, Reply):
                        connection.sendall(answer.bytes(method == "HEAD"))
                        continue
                    for piece in answer:
                        if piece is RESET:
                            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                            return
                        if isinstance(piece, bytes):
                            connection.sendall(piece)
                        else:
                            time.sleep(piece)
                    return
        except (ConnectionError, OSError, ValueError):
            pass

    def stop(self):
        self.socket.close()


def head(status="200 OK", **headers):
    """The beginning of a reply without a length: it lasts until the connection is closed."""
    lines = ["HTTP/1.1 " + status, *("%s: %s" % (key.replace("_", "-"), value) for key, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


CONNECTOR = """\
spec: 1
name: probe
title: Probe
category: hris
docs: https://developer.example.com
settings:
  server: {type: string, title: Address of the server}
  token: {type: secret, title: Token}
auth: %(auth)s
http:
  base_url: ${settings.server}
  throttled: {status: [429], wait: {header: Retry-After}}
  retry: {attempts: %(attempts)s, first: 10ms, at_most: 50ms}
  timeouts: {connect: %(connect)s, idle: %(idle)s, total: %(total)s}
  circuit_breaker: {failures: 1000}
%(http)s
check: {get: /check}
streams:
  people:
    read: {get: /people}
    records: body.data
    key: id
%(stream)s
%(more)s
"""

MAPPING = """\
mapping: 1
models:
  - model: employee
    fields:
      last_name: last
      first_name: first
      work_email: email
      hire_date: date(hired)
      employment_status: "'active'"
"""


class Project:
    """One connector called `probe` with the stream `people` and a store, in a folder that goes when the script ends."""

    def __init__(self, stream, more="", http="", auth='{type: bearer, token: "${settings.token}"}', mapping=MAPPING, attempts=2,
                 connect="20s", idle="30s", total="60s", settings=""):
        self.folder = tempfile.mkdtemp(prefix="connector-faults-")
        self.store = self.folder + "/store.db"
        self.stopping = threading.Event()

        def indented(text, width):
            return "\n".join(" " * width + line for line in text.strip("\n").split("\n")) if text else ""

        text = CONNECTOR % {"stream": indented(stream, 4), "more": indented(more, 2), "http": indented(http, 2), "auth": auth,
                            "attempts": attempts, "connect": connect, "idle": idle, "total": total}
        if settings:
            text = text.replace("settings:\n", "settings:\n" + indented(settings, 2) + "\n")
        self.write("connectors/probe/connector.yaml", text)
        self.write("mappings/probe/people.yaml", mapping)

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w" if isinstance(text, str) else "wb") as file:
            file.write(text)

    def command(self, *words):
        return [binary, *words, "--project", self.folder]

    def environment(self, **more):
        return {"PATH": os.environ["PATH"], "SWIFT_BACKTRACE": "enable=no", "CONNECTOR_PROBE_TOKEN": secret, "HOME": self.folder, **more}

    def sync_command(self, server, *words):
        return self.command("sync", "probe", *words, "--store", "sqlite:" + self.store, "--allow-host", "127.0.0.1",
                            "--set", "server=" + (server if isinstance(server, str) else server.url), "--format", "json")

    def sync(self, server, *words, before=(), environment=None, timeout=300):
        """One run: its code, its report and what it said."""
        return Run([*before, *self.sync_command(server, *words)], environment or self.environment(), timeout)

    def rows(self, columns="last_name", deleted=False, table="employee"):
        with sqlite3.connect("file:%s?mode=ro" % self.store, uri=True) as db:
            check = db.execute("PRAGMA integrity_check").fetchone()[0]
            expect(check == "ok", "the store is whole: %s" % check)
            doubled = db.execute("SELECT source_id FROM %s GROUP BY source, source_id HAVING count(*) > 1" % table).fetchall()
            expect(not doubled, "no row is doubled: %r" % doubled[:3])
            found = db.execute("SELECT source_id, %s FROM %s WHERE deleted_at IS %s NULL" % (
                columns, table, "NOT" if deleted else "")).fetchall()
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in found}

    def query(self, text):
        with sqlite3.connect("file:%s?mode=ro" % self.store, uri=True) as db:
            return db.execute(text).fetchall()

    def forget(self):
        for suffix in ["", "-wal", "-shm"]:
            if os.path.exists(self.store + suffix):
                os.remove(self.store + suffix)

    def __del__(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Run:
    """A process that has ended. One that was ended by a trap, or that had to be stopped, fails the experiment at once."""

    def __init__(self, command, environment, timeout=300, input=None, limits=None):
        started = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, preexec_fn=limits)
        texts = {}

        def read(stream, key):
            texts[key] = stream.read()

        def write():
            try:
                with process.stdin:
                    process.stdin.write(input)
            except BrokenPipeError:
                pass

        threads = [threading.Thread(target=read, args=(process.stdout, "out")), threading.Thread(target=read, args=(process.stderr, "errors"))]
        if input is not None:
            threads.append(threading.Thread(target=write))
        for thread in threads:
            thread.start()
        timer = threading.Timer(timeout * patience, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        was_late = not timer.is_alive()
        timer.cancel()
        for thread in threads:
            thread.join()
        process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.seconds, self.megabytes = time.monotonic() - started, usage.ru_maxrss / 1024
        # What it cost is the same on a busy machine, how long it took is not.
        self.work = usage.ru_utime + usage.ru_stime
        self.out, self.errors = (texts[key].decode("utf-8", "surrogateescape") for key in ("out", "errors"))
        if was_late:
            sys.exit("%s: NOT SO: it ends within %s seconds: %s\n%s" % (name, timeout, " ".join(command), self.errors[-2000:]))
        crashed = -self.code if self.code < 0 else self.code - 128
        if crashed in (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV):
            sys.exit("%s: NOT SO: nothing crashes it (%d): %s\n%s" % (name, self.code, " ".join(command), self.errors[-2000:]))

    @property
    def report(self):
        try:
            return json.loads(self.out)
        except ValueError:
            sys.exit("%s: NOT SO: the run ends with a report (code %d): %s\n%s" % (name, self.code, self.out[-500:], self.errors[-1500:]))

    @property
    def people(self):
        """What the report says about the one stream."""
        return next(stream for stream in self.report["streams"] if stream["stream"] == "people")

    @property
    def problems(self):
        return " / ".join(self.people["problems"]) if self.out.startswith("{") else self.errors


def person(number, **fields):
    return {"id": number, "first": "First%d" % number, "last": "Last%d" % number, **fields}


def people(*numbers):
    return [person(number) for number in numbers]
