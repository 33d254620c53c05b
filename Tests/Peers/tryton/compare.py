"""Tryton: customers of an ERP, what changed of them, and a session that ended between two runs."""
import base64
import time

from driving import call, connector, same, secret, setting, stored, sync


def ask(session, method, *parameters):
    headers = {"Authorization": "Session " + session} if session else None
    return call("POST", "/erp/", {"id": 1, "method": method, "params": parameters}, headers)[0]["result"]


def rpc(method, *parameters):
    """In a session of its own, because sessions end quickly here."""
    user, key = ask(None, "common.db.login", "admin", {"password": "s3cr3t-Pass"})
    session = base64.b64encode(("admin:%s:%s" % (user, key)).encode()).decode()
    return ask(session, method, *parameters)


def source():
    found = rpc("model.party.party.search_read", [], 0, None, None, ["name", "active"], {"active_test": False})
    return {str(party["id"]): (party["name"], int(party["active"])) for party in found}


columns = ["name", "json_extract(custom, '$.active')"]
numbers = rpc("model.party.party.create", [{"name": "Party %d ß \"q\"" % number} for number in range(200)], {})
setting("user", "admin")
secret("password", "s3cr3t-Pass")
connector("check")
# What was written just before a run is read once more by the next one.
time.sleep(2.5)
sync()
same(source(), stored("customer", columns), "first sync")
time.sleep(9)
rpc("model.party.party.write", numbers[:9], {"name": "Renamed"}, {})
rpc("model.party.party.write", numbers[50:53], {"active": False}, {})
read = sync()["streams"][0]["read"]
assert 12 <= read < 200, read
same(source(), stored("customer", columns), "changes, after the session had ended")
secret("password", "wrong")
connector("check", code=5)
