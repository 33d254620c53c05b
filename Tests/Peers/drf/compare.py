"""Django REST framework: three ways of paging, deletions by listing."""
import random
import sqlite3

from driving import call, same, store, sync


def source(style):
    found, address = {}, "/api/orders-%s/" % style
    while address:
        body, _ = call("GET", address)
        for order in body["results"]:
            found[str(order["id"])] = (order["number"], order["customer"], order["total"])
        address = body["next"]
    return found


def streams():
    with sqlite3.connect("file:%s?mode=ro" % store, uri=True) as db:
        rows = db.execute("SELECT s.stream, i.source_id, i.number, i.customer_id, i.total_amount FROM invoice i "
                          "JOIN sources s ON s.id = i.source WHERE i.deleted_at IS NULL").fetchall()
    found = {}
    for stream, key, *rest in rows:
        found.setdefault(stream, {})[key] = tuple(rest)
    return found


sync()
for style in ["page", "offset", "cursor"]:
    same(source(style), streams()["orders_" + style], "first sync by " + style)
for number in random.sample(range(1, 1001), 40):
    call("DELETE", "/api/orders-page/%d/" % number)
for number in range(30):
    call("POST", "/api/orders-page/", {"number": "M-%d" % number, "customer": "C-1", "status": "sent", "total": "1.10",
                                       "issued": "2026-03-01", "updated_at": "2026-06-01T00:00:00Z"})
sync()
same(source("offset"), streams()["orders_offset"], "second sync by offset, deletions included")
wanted = source("page")
# This stream reads only what changed and is not told of deletions.
same(wanted, {key: row for key, row in streams()["orders_page"].items() if key in wanted}, "second sync by page")
