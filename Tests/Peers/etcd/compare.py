"""etcd: pages of one revision after a key in base64, then only what has a newer revision, while others write."""
import base64
import json
import threading

from driving import call, killed, same, stored, sync


def packed(text):
    return base64.b64encode(text.encode()).decode()


def put(numbers, word):
    for number in numbers:
        call("POST", "/v3/kv/put", {"key": packed("people/%04d" % number), "value": packed(json.dumps({"name": "%s %d" % (word, number)}))})


def source():
    found = call("POST", "/v3/kv/range", {"key": packed("people/"), "range_end": packed("people0")})[0].get("kvs", [])
    texts = [(base64.b64decode(pair["key"]).decode(), json.loads(base64.b64decode(pair["value"]))) for pair in found]
    return {key: (value["name"],) for key, value in texts}


def people(*words):
    return sync(*words)["streams"][0]


report = people()
assert report["read"] == 0, report
put(range(300), "Ada")
for turn in range(3):
    killed(0.03 + 0.03 * turn)
people()
same(source(), stored("task", ["name"]), "first sync, killed in between")
assert people()["read"] == 0
put(range(290, 310), "Zoë")
report = people()
assert (report["read"], report["created"], report["updated"]) == (20, 10, 10), report
same(source(), stored("task", ["name"]), "what changed")
# As many as fill a page, and rightly no next one.
put(range(25), "Bea")
assert people()["read"] == 25
# The pages of a run are of one revision, and the next run begins behind that one.
for turn in range(3):
    writer = threading.Thread(target=put, args=(range(0, 400), "turn %d of" % turn))
    writer.start()
    people()
    writer.join()
people()
same(source(), stored("task", ["name"]), "while somebody wrote")
call("POST", "/v3/kv/deleterange", {"key": packed("people/0010"), "range_end": packed("people/0020")})
report = people("--full")
assert (report["deleted"], report["unchanged"]) == (10, 390), report
same(source(), stored("task", ["name"]), "what went")
