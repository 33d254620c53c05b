"""Buildbot: pages whose number of records is announced as that of the list, and a number that is the token of pages and runs."""
import urllib.parse
import urllib.request

from driving import call, connector, killed, same, server, stored, sync


def commit(*numbers):
    for number in numbers:
        form = {"author": "Zoë <zoe@example.com>", "comments": "change %d" % number, "revision": "r%d" % number, "files": "[]"}
        urllib.request.urlopen(server + "/change_hook/base", urllib.parse.urlencode(form).encode(), timeout=60).read()


def source():
    return {str(change["changeid"]): (change["comments"],) for change in call("GET", "/api/v2/changes")[0]["changes"]}


def compare(what):
    same(source(), stored("task", ["name"]), what + ", counted")
    same(source(), stored("project", ["name"]), what + ", from the last one on")


def streams(*words):
    return {stream["stream"]: stream for stream in sync(*words)["streams"]}


connector("check")
commit(*range(30))
for turn in range(3):
    killed(0.02 + 0.05 * turn)
sync()
compare("full pages only")
commit(30, 31, 32)
report = streams()
assert any("more followed" in problem for problem in report["counted"]["problems"]), report
assert (report["newer"]["read"], report["newer"]["created"]) == (3, 3), report
compare("a short page at the end")
assert streams()["newer"]["read"] == 0
commit(33)
assert streams()["newer"]["read"] == 1
compare("one more")
