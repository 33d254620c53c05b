"""TimeTagger: a log-in by a body of its own form, changes since a moment, and replies that say that they are a fresh start."""
import base64
import json
import time
import urllib.request

from driving import call, killed, same, secret, server, setting, stored, sync

API = "/timetagger/api/v2"
REPORTED = ["duration_seconds"]


def log_in():
    who = json.dumps({"method": "usernamepassword", "username": "ann", "password": "made-up"}).encode()
    request = urllib.request.Request(server + API + "/bootstrap_authentication", base64.b64encode(who), method="POST")
    with urllib.request.urlopen(request, timeout=60) as reply:
        return {"authtoken": json.load(reply)["token"]}


def source():
    records = call("GET", API + "/updates?since=0", headers=who)[0]["records"]
    return {r["key"]: (r["t2"] - r["t1"],) for r in records if not r["ds"].startswith("HIDDEN")}


def put(numbers, seconds, words):
    now = int(time.time()) + 1
    records = [{"key": "k%04d" % n, "mt": now, "t1": now - n * 3600, "t2": now - n * 3600 + seconds + n, "ds": words} for n in numbers]
    assert call("PUT", API + "/records", records, who)[0]["failed"] == []


who = log_in()
setting("user", "ann")
secret("password", "made-up")
put(range(300), 1800, "work #acme")
killed(0.05)
sync()
same(source(), stored("time_entry", REPORTED), "first sync, after one that was killed")

put(range(10), 3600, "longer #acme")
put(range(20, 27), 1800, "HIDDEN work #acme")
report = sync()["streams"][0]
assert (report["read"], report["updated"], report["deleted"]) == (17, 10, 7), report
same(source(), stored("time_entry", REPORTED), "changed and hidden records")

# From now on all that is asked for with an older moment holds everything, and says so.
call("PUT", API + "/forcereset", headers=who)
report = sync()["streams"][0]
assert (report["read"], report["updated"]) == (300, 0) and report["problems"], report
assert sync()["streams"][0]["read"] == 0, "the new moment is kept"
report = sync("--full")["streams"][0]
assert (report["outcome"], report["read"]) == ("succeeded", 300), report
same(source(), stored("time_entry", REPORTED), "a fresh start, also where nothing is remembered")

call("GET", API + "/webtoken?reset=1", headers=who)
who = log_in()
put([299], 60, "short #acme")
assert sync()["streams"][0]["updated"] == 1
same(source(), stored("time_entry", REPORTED), "a token that was taken back")
