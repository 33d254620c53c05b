"""PowerDNS: records of zones, of which only changed ones are read; those of a zone that is gone are gone when everything is read."""
import json
import time

from driving import call, killed, same, secret, stored, sync

zones, proof = "/api/v1/servers/localhost/zones", {"X-API-Key": "made-up"}
secret("key", "made-up")


def ask(method, path, body=None):
    return call(method, zones + path, body, proof)[0]


def records(zone, addresses, disabled=False):
    return {"rrsets": [{"name": "%d.%s" % (number, zone), "type": "A", "ttl": 300, "changetype": "REPLACE",
                        "records": [{"content": "10.%d.0.%d" % (part, number), "disabled": disabled} for part in range(3)]}
                       for number in addresses]}


def make(zone):
    ask("POST", "", {"name": zone, "kind": "Native", "nameservers": ["ns1.example.com."]})
    ask("PATCH", "/" + zone, records(zone, range(20)))


def source():
    return {":".join((group["name"], group["type"], record["content"])): (group["name"], record["content"], int(not record["disabled"]),
                                                                       {"type": group["type"], "ttl": group["ttl"]})
            for zone in ask("GET", "") for group in ask("GET", "/" + zone["id"])["rrsets"] for record in group["records"]}


def kept():
    rows = stored("user", ["display_name", "username", "active", "custom"])
    return {key: row[:3] + (json.loads(row[3]),) for key, row in rows.items()}


def read(report, stream="records"):
    return next(part for part in report["streams"] if part["stream"] == stream)


for number in range(12):
    make("z%d.example.com." % number)
for turn in range(3):
    killed(0.05 + 0.03 * turn)
sync()
same(source(), kept(), "first sync, killed in between")
ask("PATCH", "/z3.example.com.", records("z3.example.com.", range(18, 25), disabled=True))
ask("DELETE", "/z4.example.com.")
make("new.example.com.")
time.sleep(1.2)
sync()
same(source(), kept(), "what changed, and what went with a zone")
report = read(sync())
assert report["updated"] == report["created"] == 0, report
