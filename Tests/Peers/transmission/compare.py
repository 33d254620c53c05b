"""Transmission: calls whose parameters are in the body, a session whose id comes with a refusal and ends at any time."""
import base64
import hashlib
import time
import urllib.error

from driving import call, connector, same, secret, setting, stored, sync

session = {"Authorization": "Basic " + base64.b64encode(b"ada:made-up").decode()}


def rpc(method, **arguments):
    while True:
        try:
            return call("POST", "/transmission/rpc", {"method": method, "arguments": arguments}, session)[0]["arguments"]
        except urllib.error.HTTPError as error:
            assert error.code == 409, error
            session["X-Transmission-Session-Id"] = error.headers["X-Transmission-Session-Id"]
        except (ConnectionError, urllib.error.URLError):
            # It is being begun again.
            time.sleep(0.1)


def packed(value):
    """As a torrent is written."""
    if isinstance(value, dict):
        return b"d%se" % b"".join(packed(key) + packed(value[key]) for key in sorted(value))
    if isinstance(value, int):
        return b"i%de" % value
    text = value if isinstance(value, bytes) else value.encode()
    return b"%d:%s" % (len(text), text)


def add(*numbers):
    for number in numbers:
        info = {"name": "file %d.txt" % number, "piece length": 16384, "length": 1000 + number, "pieces": hashlib.sha1(b"%d" % number).digest()}
        rpc("torrent-add", paused=True, metainfo=base64.b64encode(packed({"announce": "http://127.0.0.1:1/", "info": info})).decode())


def source():
    found = rpc("torrent-get", fields=["id", "hashString", "name", "totalSize"])["torrents"]
    return {torrent["hashString"]: (torrent["name"], torrent["totalSize"]) for torrent in found}


setting("user", "ada")
secret("password", "made-up")
add(*range(40))
sync()
same(source(), stored("file", ["name", "size"]), "first sync")
rpc("torrent-remove", ids=[3, 5, 8])
add(40, 41)
report = sync()["streams"][0]
assert (report["created"], report["deleted"], report["unchanged"]) == (2, 3, 37), report
same(source(), stored("file", ["name", "size"]), "what came and went")
# The token in the store is of a session that is gone.
ended = session["X-Transmission-Session-Id"]
rpc("session-close")
while session["X-Transmission-Session-Id"] == ended:
    time.sleep(0.1)
    rpc("session-get")
add(42)
report = sync()["streams"][0]
assert report["created"] == 1, report
same(source(), stored("file", ["name", "size"]), "another session")
secret("password", "wrong")
connector("sync", code=5)
