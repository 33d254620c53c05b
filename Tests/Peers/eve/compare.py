"""Eve: changes since a moment, told by links that hold the question as it was asked."""
import time

from driving import call, same, stored, sync


def everybody():
    return call("GET", "/people?max_results=200")[0]["_items"]


def source():
    return {person["_id"]: (person["first"], person["email"]) for person in everybody()}


call("POST", "/people", [{"first": "First %d" % number, "last": "Last", "email": "p%d@example.com" % number} for number in range(90)])
sync()
same(source(), stored("employee", ["first_name", "work_email"]), "first sync")
time.sleep(2.1)
people = everybody()
for person in people[:30]:
    call("PATCH", "/people/" + person["_id"], {"first": "New"}, {"If-Match": person["_etag"]})
for person in people[30:37]:
    call("DELETE", "/people/" + person["_id"], headers={"If-Match": person["_etag"]})
report = sync()["streams"][0]
assert (report["updated"], report["deleted"]) == (30, 7), report
same(source(), stored("employee", ["first_name", "work_email"]), "changes and deletions, page after page")
