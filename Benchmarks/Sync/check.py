"""Reads what a contender wrote and holds it against what was expected: every record, every field."""
import glob
import json
import sqlite3

from canonical import FIELDS, Sum

# What the canonical model of this project calls the fields that have another name in the comparison.
OURS = {"department": "department_name", "country": "national_id_country", "employment_status": "employment_status_raw",
        "updated_at": "source_updated_at"}


def ours(row, id):
    named = {name: row.get(OURS.get(name, name)) for name in FIELDS}
    named["id"] = row[id]
    # The provider's own word is compared: which of the model's words stands for it is not the question here.
    named["employment_status"] = named["employment_status"].upper().replace(" ", "_")
    return named


def lines(path):
    for name in sorted(glob.glob(path)):
        with open(name, encoding="utf-8") as file:
            for line in file:
                if line.startswith("{"):
                    yield json.loads(line)


def table(path, name, columns):
    """Only what is compared: a row of ours has many more columns."""
    rows = sqlite3.connect(path).execute(f"SELECT {', '.join(columns)} FROM {name}")
    return (dict(zip(columns, row)) for row in rows)


def rows(form, path):
    """The rows of an output as dictionaries of the comparison's fields."""
    if form == "lines":
        return lines(path)
    if form == "table":
        return table(path, "employees", FIELDS)
    if form == "our lines":
        return (ours(row, "id") for row in lines(path))
    if form == "our table":
        columns = ["source_id", *(OURS.get(name, name) for name in FIELDS if name != "id")]
        return (ours(row, "source_id") for row in table(path, "employee", columns))
    if form == "dlt":
        return lines(path + "/hr/employees/*.jsonl")
    if form == "singer":
        return (message["record"] for message in lines(path) if message["type"] == "RECORD")
    if form == "airbyte":
        return (message["record"]["data"] for message in lines(path) if message["type"] == "RECORD")
    raise ValueError(form)


def problem(form, path, expected):
    """What is wrong with an output; None when it is what was expected."""
    total = Sum()
    try:
        for row in rows(form, path):
            total.add(row)
    except (OSError, KeyError, ValueError, sqlite3.Error) as error:
        return f"cannot be read: {error!r}"
    if total.result == expected:
        return None
    return f"{total.count} rows of {expected['count']}" if total.count != expected["count"] else "other values than expected"
