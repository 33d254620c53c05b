"""Synapse: messages by a sync token, redactions, a session that is ended behind our back, a log-in that is throttled."""
import hashlib
import hmac
import itertools
import urllib.parse

from driving import call, connector, killed, same, secret, setting, stored, sync

token, numbers = None, itertools.count()


def ask(method, path, body=None):
    return call(method, path, body, {"Authorization": "Bearer " + token} if token else {})[0]


def register(user):
    nonce = ask("GET", "/_synapse/admin/v1/register")["nonce"]
    proof = hmac.new(b"made-up", "\0".join([nonce, user, "s3cr3t", "admin"]).encode(), hashlib.sha1).hexdigest()
    return ask("POST", "/_synapse/admin/v1/register", {
        "nonce": nonce, "username": user, "password": "s3cr3t", "admin": True, "mac": proof})["access_token"]


def room_path(room, rest):
    return "/_matrix/client/v3/rooms/%s/%s/%d" % (urllib.parse.quote(room), rest, next(numbers))


def say(room, text):
    event = ask("PUT", room_path(room, "send/m.room.message"), {"msgtype": "m.text", "body": text})["event_id"]
    said[event] = (room, text)
    return event


def take_back(event):
    room, _ = said.pop(event)
    ask("PUT", room_path(room, "redact/" + urllib.parse.quote(event)), {})


def users():
    found = ask("GET", "/_synapse/admin/v2/users?limit=500")["users"]
    return {user["name"]: (user["displayname"], int(user["admin"])) for user in found}


def compare(what):
    same(said, stored("message", ["channel_id", "text_plain"]), what + ", messages")
    same(users(), stored("user", ["display_name", "admin"]), what + ", users")


token, said = register("root"), {}
for number in range(45):
    ask("PUT", "/_synapse/admin/v2/users/@u%d:example.com" % number, {"displayname": "User %d" % number})
rooms = [ask("POST", "/_matrix/client/v3/createRoom", {"name": "Room %d" % number})["room_id"] for number in range(7)]
for number in range(150):
    say(rooms[number % 7], "Text %d 🙂" % number)
setting("user", "root")
secret("password", "s3cr3t")
sync()
compare("first sync")
assert len(stored("channel", ["name"])) == 7

for event in list(said)[:5]:
    take_back(event)
take_back(say(rooms[1], "gone before anybody read it"))
for number in range(20):
    say(rooms[number % 7], "More %d" % number)
ask("POST", "/_synapse/admin/v1/deactivate/@u3:example.com", {"erase": False})
for turn in range(6):
    killed(0.05 + 0.03 * turn)
sync()
compare("changes, and runs that were killed")

mine = ask("GET", "/_matrix/client/v3/account/whoami")["device_id"]
others = [device["device_id"] for device in ask("GET", "/_synapse/admin/v2/users/@root:example.com/devices")["devices"]]
ask("POST", "/_synapse/admin/v2/users/@root:example.com/delete_devices", {"devices": [name for name in others if name != mine]})
say(rooms[0], "after the session was ended")
sync()
compare("a session that was ended")

for _ in range(3):
    connector("auth logout")
    setting("user", "root")
    connector("check")
secret("password", "wrong")
assert "Invalid username or password" in connector("check", code=5)
