"""The fifteen fields that every contender has to make of an employee, and a sum over them in which order plays no part."""
import hashlib
import json
import re
from datetime import datetime, timezone

# A moment as it is compared.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").fullmatch
FIELDS = ["id", "employee_number", "first_name", "last_name", "display_name", "work_email", "mobile_phone", "job_title", "department",
          "country", "manager_id", "employment_status", "fte", "start_date", "updated_at"]


def canonical(record):
    """A provider's record as its canonical fields."""
    job, manager = record["job"], record["manager"]
    day, month, year = job["hireDate"].split("/")
    return {
        "id": record["id"], "employee_number": record["employeeNumber"], "first_name": record["firstName"], "last_name": record["lastName"],
        "display_name": f"{record['preferredName'] or record['firstName']} {record['lastName']}",
        "work_email": record["emails"]["work"].lower(), "mobile_phone": record["contact"]["phones"]["mobile"], "job_title": job["title"],
        "department": job["department"]["name"], "country": record["address"]["country"], "manager_id": manager["id"] if manager else None,
        "employment_status": record["status"].upper().replace(" ", "_"), "fte": job["fte"], "start_date": f"{year}-{month}-{day}",
        "updated_at": record["updatedAt"],
    }


def plain(name, value):
    """Programs spell a value differently: a time may be a number of microseconds, null may be missing or an empty text."""
    if value is None or value == "":
        return None
    if name == "fte":
        return f"{float(value):.3f}"
    if name == "start_date":
        return str(value)[:10]
    if name == "updated_at":
        if isinstance(value, str) and MOMENT(value):
            return value
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


class Sum:
    """How many rows there were, and the sum of their hashes."""

    def __init__(self):
        self.count = 0
        self.sum = 0

    def add(self, row):
        text = json.dumps([plain(name, row.get(name)) for name in FIELDS], ensure_ascii=False)
        self.count += 1
        self.sum = self.sum + int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") & (1 << 64) - 1

    @property
    def result(self):
        return {"count": self.count, "sum": f"{self.sum:016x}"}
