"""Datasette: ties at the boundary of two runs."""
import sqlite3

from driving import same, server, stored, sync, work

path = work + "/server/shop.db"


def source():
    with sqlite3.connect(path) as db:
        return {str(row[0]): row[1:] for row in db.execute("SELECT id, number, customer, total FROM orders")}


columns = ["number", "customer_id", "total_amount"]
sync()
same(source(), stored("invoice", columns), "first sync")
with sqlite3.connect(path) as db:
    last = db.execute("SELECT max(updated_at) FROM orders").fetchone()[0]
    # Ties: new rows with the very moment at which the last run ended.
    db.executemany("INSERT INTO orders VALUES(?,?,?,?,?,?,?)",
                   [(5000 + n, "T-%d" % n, "C-1", "paid", "2.20", "2026-04-01", last) for n in range(250)])
sync()
same(source(), stored("invoice", columns), "ties at the boundary")
