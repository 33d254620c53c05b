#!/usr/bin/env python3
"""What somebody writes in an afternoon: requests, orjson, sqlite3.   plain.py jsonl|sqlite ADDRESS OUT"""
import sqlite3
import sys

import orjson
import requests
from canonical import FIELDS, canonical


def pages(address):
    session, number, more = requests.Session(), 1, True
    while more:
        reply = session.get(address, params={"page": number, "per_page": 500}, timeout=60)
        reply.raise_for_status()
        body = orjson.loads(reply.content)
        yield body["data"]
        number, more = number + 1, body["has_more"]


kind, address, out = sys.argv[1:]
if kind == "jsonl":
    with open(out, "wb") as file:
        for records in pages(address):
            file.writelines(orjson.dumps(canonical(record), option=orjson.OPT_APPEND_NEWLINE) for record in records)
else:
    database = sqlite3.connect(out, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"CREATE TABLE employees({', '.join(FIELDS)}, raw, PRIMARY KEY (id))")
    insert = f"INSERT OR REPLACE INTO employees VALUES ({', '.join('?' * (len(FIELDS) + 1))})"
    for records in pages(address):
        database.execute("BEGIN")
        database.executemany(insert, ((*canonical(record).values(), orjson.dumps(record).decode()) for record in records))
        database.execute("COMMIT")
