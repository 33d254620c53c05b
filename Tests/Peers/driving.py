"""What the comparisons have in common: calls to the source, runs of the connector, what the store holds."""
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

name, binary, project, server, work = sys.argv[1:6]
store = work + "/store.db"
_settings, _secrets = {"server": server}, {}


def setting(key, value):
    """A setting of all runs that follow; None ends it."""
    _settings[key] = value
    if value is None:
        del _settings[key]


def secret(key, value):
    """The same for a secret, which goes by the environment of any connector here."""
    _secrets[key] = value


def call(method, path, body=None, headers=None):
    """One request to the source; the reply's body and headers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server + path if path.startswith("/") else path, data, headers or {}, method=method)
    if data is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=120) as reply:
        text = reply.read()
        return (json.loads(text) if text else None), reply.headers


def _command(verb, connector, words):
    command = [binary, *verb.split(), connector, "--project", project, "--store", "sqlite:" + store,
               "--allow-host", "127.0.0.1", *words]
    for key, value in _settings.items():
        command += ["--set", "%s=%s" % (key, value)]
    prefix = "CONNECTOR_" + connector.upper().replace("-", "_") + "_"
    return command, dict(os.environ, **{prefix + key.upper(): value for key, value in _secrets.items()})


def connector(verb, *words, code=0, of="peer-" + name):
    """Runs a command that ends with this code; what it said of that."""
    command, environment = _command(verb, of, words)
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment)
    if done.returncode != code:
        sys.exit("%s ended with %d:\n%s\n%s" % (verb, done.returncode, done.stdout, done.stderr))
    return done.stderr if code else done.stdout


def sync(*words, code=0, of="peer-" + name):
    """One run of the connector; its report."""
    return json.loads(connector("sync", "--format", "json", *words, code=code, of=of))


def killed(after, *words, of="peer-" + name):
    """A run that is killed after so many seconds."""
    command, environment = _command("sync", of, words)
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(after)
    run.send_signal(signal.SIGKILL)
    run.wait()


def stored(table, columns):
    """Rows of the store that are not deleted, by source id."""
    with sqlite3.connect("file:%s?mode=ro" % store, uri=True) as db:
        doubles = db.execute("SELECT source, source_id FROM %s GROUP BY 1, 2 HAVING count(*) > 1" % table).fetchall()
        assert not doubles, "doubled: %r" % doubles
        rows = db.execute("SELECT source_id, %s FROM %s WHERE deleted_at IS NULL" % (", ".join(columns), table)).fetchall()
    return {row[0]: row[1:] for row in rows}


def same(wanted, found, what):
    missing, extra = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    other = [key for key in wanted.keys() & found.keys() if wanted[key] != found[key]]
    if missing or extra or other:
        sys.exit("%s: %d missing %r, %d too many %r, %d differ %r" % (
            what, len(missing), sorted(missing)[:3], len(extra), sorted(extra)[:3], len(other),
            [(key, wanted[key], found[key]) for key in other[:3]]))
    print("peers: %s: %s, %d rows equal" % (name, what, len(wanted)))
