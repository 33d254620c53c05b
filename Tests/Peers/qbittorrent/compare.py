"""qBittorrent: a list, and beside it what changed since a number that is forgotten with the session."""
import http.cookiejar
import json
import time
import urllib.parse
import urllib.request

from driving import connector, same, secret, server, setting, stored, sync

cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def api(path, **form):
    text = cookies.open(server + "/api/v2" + path, urllib.parse.urlencode(form).encode() if form else None, timeout=60).read()
    return json.loads(text) if text[:1] in (b"[", b"{") else text


def name(number):
    return "%040x" % (number * 7919 + 1)


def add(*numbers):
    """The server takes them in a little after it says so."""
    for number in numbers:
        api("/torrents/add", urls="magnet:?xt=urn:btih:%s&dn=name %d" % (name(number), number), paused="true")
    while not {name(number) for number in numbers} <= source().keys():
        time.sleep(0.1)


def source():
    return {torrent["hash"]: (torrent["name"], torrent["category"]) for torrent in api("/torrents/info")}


def torrents(*words):
    """A run, when what the server tells of changes has come to rest."""
    time.sleep(1)
    return sync(*words)["streams"][0]


def compare(what):
    same(source(), stored("file", ["name", "description"]), what)


setting("user", "admin")
secret("password", "adminadmin")
api("/auth/login", username="admin", password="adminadmin")
api("/torrents/createCategory", category="tax")
add(*range(33))
report = torrents()
assert report["created"] == 33, report
compare("first sync")
assert torrents()["read"] == 0
for turn in range(3):
    add(40 + turn)
    api("/torrents/delete", hashes=name(turn) + "|" + name(turn + 10), deleteFiles="false")
    api("/torrents/setCategory", hashes=name(turn + 20), category="tax")
    report = torrents()
    assert (report["created"], report["updated"], report["deleted"]) == (1, 1, 2), report
    compare("what came, changed and went")
# Another session counts from the beginning: everything is listed anew.
connector("auth logout")
add(50)
api("/torrents/setCategory", hashes=name(25), category="tax")
report = torrents()
assert (report["created"], report["updated"], report["deleted"], report["unchanged"]) == (1, 1, 0, 29), report
compare("another session")
add(51)
assert torrents()["created"] == 1
compare("what came in it")
secret("password", "wrong")
connector("auth logout")
connector("sync", code=5)
