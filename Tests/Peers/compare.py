"""Drives one peer: sync, change the source, sync again; after each sync the store must hold what the source itself shows."""
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request

name, binary, project, server, work = sys.argv[1:6]
store = work + "/store.db"


def call(method, path, body=None, headers=None):
    """One request to the source; the reply's body and headers."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server + path if path.startswith("/") else path, data, headers or {}, method=method)
    if data is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as reply:
        text = reply.read()
        return (json.loads(text) if text else None), reply.headers


def sync(*words, code=0):
    """One run of the connector; its report."""
    command = [binary, "sync", "peer-" + name, "--project", project, "--store", "sqlite:" + store,
               "--allow-host", "127.0.0.1", "--set", "server=" + server, "--format", "json", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120,
                          env=dict(os.environ, CONNECTOR_PEER_KINTO_PASSWORD="s3cr3t", CONNECTOR_PEER_SCIM_TOKEN="made-up-token"))
    if done.returncode != code:
        sys.exit("sync ended with %d:\n%s\n%s" % (done.returncode, done.stdout, done.stderr))
    return json.loads(done.stdout)


def stored(table, columns, stream=None):
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


def kinto():
    basic = {"Authorization": "Basic YWRtaW46czNjcjN0"}
    records = "/v1/buckets/crm/collections/people/records"

    def batch(requests):
        for start in range(0, len(requests), 25):
            call("POST", "/v1/batch", {"requests": requests[start:start + 25]}, basic)

    def put(number, state="active"):
        return {"method": "PUT", "path": "%s/p-%05d" % (records, number),
                "body": {"data": {"first": "First%d" % number, "last": "Last%d" % random.randrange(10**6),
                                  "email": "P%d@example.com" % number, "state": state}}}

    def source():
        found, address = {}, records + "?_limit=500"
        while address:
            body, headers = call("GET", address, headers=basic)
            for record in body["data"]:
                found[record["id"]] = (record["first"], record["last"], record["email"].lower(),
                                       {"active": "active", "gone": "terminated"}[record["state"]])
            address = headers.get("Next-Page")
        return found

    columns = ["first_name", "last_name", "work_email", "employment_status"]
    batch([put(number) for number in range(1300)])
    time.sleep(1.2)
    sync("--set", "user=admin")
    same(source(), stored("employee", columns), "first sync")
    for turn in range(3):
        batch([put(random.randrange(1500), random.choice(["active", "gone"])) for _ in range(60)])
        batch([{"method": "DELETE", "path": "%s/p-%05d" % (records, number)} for number in random.sample(range(1300), 10)])
        report = sync("--set", "user=admin")
        same(source(), stored("employee", columns), "changes %d" % (turn + 1))
        read = sum(stream["read"] for stream in report["streams"])
        # The last second of what was read is read again; of the first sync that is much, for it was all written at once.
        assert turn == 0 or read < 300, "an incremental run read %d records" % read
        time.sleep(1)
    report = sync("--set", "user=admin")
    assert sum(stream["created"] + stream["updated"] + stream["deleted"] for stream in report["streams"]) == 0, report


def drf():
    def source(style):
        found, address = {}, "/api/orders-%s/" % style
        while address:
            body, _ = call("GET", address)
            for order in body["results"]:
                found[str(order["id"])] = (order["number"], order["customer"], order["total"])
            address = body["next"]
        return found

    def streams():
        with sqlite3.connect("file:%s?mode=ro" % store, uri=True) as db:
            rows = db.execute("SELECT s.stream, i.source_id, i.number, i.customer_id, i.total_amount FROM invoice i "
                              "JOIN sources s ON s.id = i.source WHERE i.deleted_at IS NULL").fetchall()
        found = {}
        for stream, key, *rest in rows:
            found.setdefault(stream, {})[key] = tuple(rest)
        return found

    sync()
    for style in ["page", "offset", "cursor"]:
        same(source(style), streams()["orders_" + style], "first sync by " + style)
    for number in random.sample(range(1, 1001), 40):
        call("DELETE", "/api/orders-page/%d/" % number)
    for number in range(30):
        call("POST", "/api/orders-page/", {"number": "M-%d" % number, "customer": "C-1", "status": "sent", "total": "1.10",
                                           "issued": "2026-03-01", "updated_at": "2026-06-01T00:00:00Z"})
    sync()
    same(source("offset"), streams()["orders_offset"], "second sync by offset, deletions included")
    wanted = source("page")
    # This stream reads only what changed and is not told of deletions.
    same(wanted, {key: row for key, row in streams()["orders_page"].items() if key in wanted}, "second sync by page")


def scim():
    token = {"Authorization": "Bearer made-up-token"}

    def source():
        body, _ = call("GET", "/v2/Users?count=1000", headers=token)
        return {user["id"]: (user["name"]["givenName"], user["emails"][0]["value"],
                             "active" if user["active"] else "terminated") for user in body["Resources"]}

    columns = ["first_name", "work_email", "employment_status"]
    sync()
    same(source(), stored("employee", columns), "first sync")
    for key in list(source())[:5]:
        call("DELETE", "/v2/Users/" + key, headers=token)
    sync()
    same(source(), stored("employee", columns), "after deletions")


def datasette():
    path = work + "/server/shop.db"

    def source():
        with sqlite3.connect(path) as db:
            return {str(row[0]): row[1:] for row in db.execute("SELECT id, number, customer, total FROM orders")}

    columns = ["number", "customer_id", "total_amount"]
    sync()
    same(source(), stored("invoice", columns), "first sync")
    with sqlite3.connect(path) as db:
        last = db.execute("SELECT max(updated_at) FROM orders").fetchone()[0]
        # Ties: new rows with the very moment at which the last run ended.
        db.executemany("INSERT INTO orders VALUES(?,?,?,?,?,?,?)",
                       [(5000 + n, "T-%d" % n, "C-1", "paid", "2.20", "2026-04-01", last) for n in range(250)])
    sync()
    same(source(), stored("invoice", columns), "ties at the boundary")


def oai():
    import xml.etree.ElementTree as tree
    space = {"o": "http://www.openarchives.org/OAI/2.0/", "d": "http://purl.org/dc/elements/1.1/"}

    def source():
        found, gone, query = {}, set(), "metadataPrefix=oai_dc"
        while query:
            with urllib.request.urlopen("%s/oai?verb=ListRecords&%s" % (server, query), timeout=30) as reply:
                page = tree.parse(reply)
            for record in page.iterfind(".//o:record", space):
                key = record.find("o:header/o:identifier", space).text
                title = record.find(".//d:title", space)
                gone.add(key) if title is None else found.update({key: (title.text,)})
            token = page.find(".//o:resumptionToken", space)
            query = token is not None and token.text and "resumptionToken=" + urllib.parse.quote(token.text)
        return found, gone

    sync()
    same(source()[0], stored("project", ["name"]), "first sync")
    time.sleep(2.1)
    report = sync()
    assert report["streams"][0]["read"] == 730, "what was written in the last second is read once more: %r" % report
    call("POST", "/change", {})
    report = sync()
    wanted, gone = source()
    assert len(gone) == 12
    same(wanted, stored("project", ["name"]), "changes and deletions")
    assert report["streams"][0]["deleted"] == 12, report


def graphql():
    def ask(query):
        return call("POST", "/", {"query": query})[0]["data"]

    def source():
        found, after = {}, ""
        while after is not None:
            page = ask('{ projects(first: 50%s) { edges { node { id name done } } pageInfo { hasNextPage endCursor } } }' % (
                ', after: "%s"' % after if after else ""))["projects"]
            for edge in page["edges"]:
                node = edge["node"]
                found[node["id"]] = (node["name"], "completed" if node["done"] else "in_progress")
            after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        return found

    sync()
    same(source(), stored("project", ["name", "status"]), "first sync")
    ask("mutation { shuffle }")
    report = sync()
    same(source(), stored("project", ["name", "status"]), "changes and deletions")
    assert report["streams"][0]["deleted"] == 10, report


started = time.monotonic()
{"kinto": kinto, "drf": drf, "scim": scim, "datasette": datasette, "oai": oai, "graphql": graphql}[name]()
print("peers: %s took %.1f s" % (name, time.monotonic() - started))
