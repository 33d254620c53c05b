"""Roundup: what changed since a moment in a form of its own, linked pages, and what was retired."""
import base64
import time

from driving import call, connector, killed, same, secret, server, setting, stored, sync

proof = {"Authorization": "Basic " + base64.b64encode(b"admin:s3cr3t-Pass").decode(), "X-Requested-With": "rest", "Origin": server,
         "Referer": server + "/tracker/"}


def ask(method, path, body=None, headers=None):
    return call(method, "/tracker/rest/data" + path, body, {**proof, **(headers or {})})


def change(method, number, body=None):
    """Nothing is changed of which one does not say what one takes it for."""
    tag = ask("GET", "/issue/%s" % number)[1]["ETag"]
    ask(method, "/issue/%s" % number, body, {"If-Match": tag})


def everything(path):
    return ask("GET", path + "&@page_size=1000")[0]["data"]["collection"]


def issues():
    return {issue["id"]: (issue["title"], "completed" if issue["status"]["id"] == "8" else "open")
            for issue in everything("/issue?@fields=title,status")}


def users():
    return {user["id"]: (user["username"], user["realname"] or user["username"]) for user in everything("/user?@fields=username,realname")}


def compare(what):
    same(issues(), stored("task", ["name", "status"]), what + ", issues")
    same(users(), stored("user", ["username", "display_name"]), what + ", users")


setting("user", "admin")
secret("password", "wrong")
connector("check", code=5)
secret("password", "s3cr3t-Pass")
connector("check")
for number in range(40):
    ask("POST", "/issue", {"title": "Issue %d é;,&" % number})
for number in range(5):
    ask("POST", "/user", {"username": "u%d" % number, "realname": "Zoë %d" % number, "address": "u%d@example.com" % number})
# What was written in the last second of a run is read once more by the next one.
time.sleep(2.1)
ask("POST", "/issue", {"title": "the last one"})
sync()
compare("first sync")
time.sleep(2.1)
change("PATCH", 7, {"title": "Renamed"})
change("PATCH", 8, {"status": "resolved"})
ask("POST", "/issue", {"title": "New"})
report = next(stream for stream in sync()["streams"] if stream["stream"] == "issues")
assert report["read"] <= 4 and (report["created"], report["updated"]) == (1, 2), report
compare("changes")
for number in (1, 20, 41):
    change("DELETE", number)
for turn in range(4):
    killed(0.05 + 0.1 * turn, "--full")
sync("--full")
compare("what was retired, after runs that were killed")
