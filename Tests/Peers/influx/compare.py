"""InfluxDB: series of unequal length, moments a nanosecond apart, a refusal with status 200, pages that are counted otherwise."""
import datetime
import shutil
import urllib.parse
import urllib.request

import driving
from driving import call, connector, killed, same, server, setting, stored, sync

second = 1_000_000_000
start = 1_704_067_200 * second  # 2024-01-01


def ask(query):
    return call("POST", "/query?" + urllib.parse.urlencode({"db": "hours", "epoch": "ns", "q": query}), {})[0]["results"][0]


def put(person, moments):
    lines = ['work,person=%s task="ß \\"%d\\", <b>",hours=%s %d' % (person, at % 97, at % 7 + 0.25, at) for at in moments]
    request = urllib.request.Request(server + "/write?db=hours", "\n".join(lines).encode(), method="POST")
    urllib.request.urlopen(request).close()


def source():
    found = {}
    for series in ask("SELECT task, hours FROM work GROUP BY person")["series"]:
        for at, task, hours in series["values"]:
            found[series["tags"]["person"], at] = (task, int(hours * 60 + 0.5))
    return found


def compare(what):
    rows = stored("time_entry", ["note", "duration_minutes", "employee_id", "json_extract(custom, '$.at')"])
    assert len({row[2:] for row in rows.values()}) == len(rows)
    same(source(), {(row[2], nanoseconds(row[3])): row[:2] for row in rows.values()}, what)


def nanoseconds(moment):
    """The server leaves out zeros at the end of `2024-01-01T00:00:00.000000001Z`."""
    clock, _, fraction = moment.rstrip("Z").partition(".")
    whole = datetime.datetime.fromisoformat(clock + "+00:00")
    return int(whole.timestamp()) * second + int(fraction.ljust(9, "0"))


setting("database", "hours")
connector("check")
told = connector("preview", "hours", "--live", code=4)
assert "database not found" in told, told
ask("CREATE DATABASE hours")
assert sync("--full")["streams"][0]["read"] == 0
for number in range(7):
    put("p%d" % number, [start + number * second + at for at in range(0, (number + 1) * 17)])
for turn in range(3):
    killed(0.01 + 0.02 * turn)
sync()
compare("first sync, killed in between")
put("p2", [start + 3600 * second, start + 3600 * second + 1])
put("new", [start + 3601 * second])
report = sync()["streams"][0]
assert (report["created"], report["updated"], report["deleted"]) == (3, 0, 0), report
compare("what came")
ask("DELETE FROM work WHERE person = 'p3'")
report = sync("--full")["streams"][0]
assert report["deleted"] == 4 * 17, report
compare("a series that went")

# To skip as many as came would leave out most of what is longer than a page, and nobody would know.
other = driving.work + "/project"
shutil.copytree(driving.project, other, ignore=lambda _, names: [name for name in names if name.startswith("peer-") and name != "peer-influx"])
path = other + "/connectors/peer-influx/connector.yaml"
with open(path) as file:
    text = file.read()
counted = text.replace("${page.number * page.size}", "${page.offset}").replace("type: page, start: 0,", "type: offset,")
assert counted != text
with open(path, "w") as file:
    file.write(counted)
driving.project, driving.store = other, driving.work + "/other.db"
told = connector("preview", "hours", "--live", code=2)
assert "counts something that holds several records" in told, told
