"""VictoriaMetrics: windows without anything, what lies half a second before the next one, what goes from the middle."""
import json
import time
import urllib.request

from driving import call, killed, same, server, stored, sync

day, start = 86_400_000, 1_704_067_200_000  # 2024-01-01
window = 30 * day


def put(person, moments):
    line = {"metric": {"__name__": "hours", "person": person}, "values": [round(n / 4, 2) for n, _ in enumerate(moments)], "timestamps": moments}
    call("POST", "/api/v1/import", line)


def source():
    """Asked window by window, as the connector does: the server finds a new series in some ranges of time before it does in others."""
    lines = []
    for begin in range(start, start + 6 * window, window):
        between = "&start=%d&end=%d" % (begin // 1000, (begin + window) // 1000)
        with urllib.request.urlopen(server + "/api/v1/export?match%5B%5D=hours" + between) as reply:
            lines += [json.loads(line) for line in reply]
    return {
        "%s:%d" % (line["metric"]["person"], at): (int(value * 60 + 0.5),)
        for line in lines for at, value in zip(line["timestamps"], line["values"])}


def shown(count):
    """What was written is found a moment later."""
    urllib.request.urlopen(server + "/internal/force_flush").close()
    for _ in range(300):
        found = source()
        if len(found) == count:
            return found
        time.sleep(0.1)
    raise SystemExit("the source shows %d and not %d" % (len(found), count))


def hours(*words):
    return sync(*words)["streams"][0]


assert hours()["read"] == 0
days = [start + n * day for n in range(10, 170)]
for number in range(6):
    put("p%d" % number, days)
# The last moments of each window, and the first of the next.
edges = [start + n * window + late for n in range(1, 6) for late in (-1000, -500, -1, 0, 1)]
put("edge", edges)
shown(6 * len(days) + len(edges))
for turn in range(3):
    killed(0.02 + 0.02 * turn)
hours()
same(source(), stored("time_entry", ["duration_minutes"]), "first sync, killed in between")
report = hours()
assert report["created"] == report["updated"] == report["deleted"] == 0 and 0 < report["read"] < 100, report
put("late", days)
call("POST", "/api/v1/admin/tsdb/delete_series?match%5B%5D=hours%7Bperson%3D%22p1%22%7D")
shown(6 * len(days) + len(edges))
report = hours("--full")
assert (report["created"], report["deleted"]) == (len(days), len(days)), report
same(source(), stored("time_entry", ["duration_minutes"]), "what came late and what went")
