"""Holds what the targets wrote against our own store: the same rows, and the same sum over the columns of every row."""
import decimal
import glob
import hashlib
import json
import sqlite3
import sys

import psycopg

work, port = sys.argv[1], sys.argv[2]
COLUMNS = {
    "employee": ["first_name", "last_name", "work_email", "date_of_birth", "hire_date", "employment_status", "gender"],
    "employment_event": ["employee_id", "kind", "effective_date", "event_source"],
}


def digest(rows):
    lines = sorted("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


with open(work + "/messages") as file:
    kinds = {}
    for line in file:
        kind = json.loads(line)["type"]
        kinds[kind] = kinds.get(kind, 0) + 1
store = sqlite3.connect(work + "/store.db")
target = psycopg.connect("host=127.0.0.1 port=%s user=peer dbname=postgres" % port)
for model, columns in COLUMNS.items():
    wanted = digest(store.execute("SELECT source_id, %s FROM %s WHERE deleted_at IS NULL" % (", ".join(columns), model)))
    rows = target.execute("SELECT id, %s FROM peer.%s" % (", ".join(columns), model)).fetchall()
    found = digest([[cell.strftime("%Y-%m-%d") if hasattr(cell, "strftime") else cell for cell in row] for row in rows])
    if found != wanted:
        sys.exit("singer: %s in PostgreSQL: %r, wanted %r" % (model, found, wanted))
    lines = []
    for path in glob.glob("%s/jsonl/%s*.jsonl" % (work, model)):
        with open(path) as file:
            lines += [json.loads(line, parse_float=decimal.Decimal) for line in file]
    found = digest([[line.get(column) for column in ["id", *columns]] for line in lines])
    if found != wanted:
        sys.exit("singer: %s as JSON lines: %r, wanted %r" % (model, found, wanted))
    # Nested values arrive as such, not as text.
    nested = target.execute("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'peer' AND table_name = %s AND data_type = 'jsonb'", [model]).fetchone()[0]
    if not nested:
        sys.exit("singer: %s has no nested column" % model)
    print("singer: %s: %d rows and their sum agree in PostgreSQL and as JSON lines" % (model, wanted[0]))
with open(work + "/postgres.out") as file:
    states = [json.loads(line) for line in file if line.strip()]
if not states or "bookmarks" not in states[-1]:
    sys.exit("singer: the target hands no state on: %r" % states[-1:])
print("singer: %s; the state comes back" % ", ".join("%d %s" % (count, kind) for kind, count in sorted(kinds.items())))
