#!/usr/bin/env python3
"""Writes pages of made-up employees for a web server, and what must come of them.

usage: pages.py FOLDER COUNT [--size RECORDS_PER_PAGE]

FOLDER gets p1.json, p2.json, ..., an empty.json for whoever asks beyond the end, and expected.json with the number of records and a
sum over their fifteen canonical fields. An employee depends on its number alone, so small sets are the beginning of large ones.
"""
import argparse
import json
import os

from canonical import Sum, canonical

GIVEN = ("Ada Björn Chloé Dmitri Emma Farah Göran Håkon Inès Jean-Luc Kateřina Łucja Maëlle Nguyễn Oluwaseun Priya "
         "Quentin Renée Søren Tomás Uma Văn Wiktor Xiomara Yūki Zoë 美咲 健太 지훈 Ольга").split()
FAMILY = ["Ångström", "Bloggs", "Castro-Núñez", "Dvořák", "Eriksen", "Fürst", "Grabowski", "Hernández", "Ito", "Jónsdóttir",
          "Kim", "Lefèvre", "Martin", "Nakamura", "O'Neil", "Pham", "de la Rosa", "Smirnova", "Tremblay", "van den Berg", "Wójcik"]
PLACES = [("Berlin", "BE", "DE", "+49 30"), ("Kraków", "MA", "PL", "+48 12"), ("Lyon", "ARA", "FR", "+33 4"), ("Malmö", "M", "SE", "+46 40"),
          ("Montréal", "QC", "CA", "+1 514"), ("Osaka", "27", "JP", "+81 6"), ("São Paulo", "SP", "BR", "+55 11"), ("Toronto", "ON", "CA", "+1 416")]
UNITS = [("D-10", "Engineering"), ("D-20", "Sales & Partners"), ("D-30", "People"), ("D-40", "Finance"), ("D-50", "Research \"Lab\"")]
TITLES = ["Accountant", "Analyst", "Data Engineer", "Designer", "Engineering Manager", "Recruiter", "Support Specialist", "Writer"]
STATES = ["Active"] * 13 + ["On Leave", "Inactive", "Terminated"]
KINDS = [("Full-Time", 1.0), ("Full-Time", 1.0), ("Part-Time", 0.6), ("Contractor", 0.8)]
PLAIN = str.maketrans("öéåèëúřŁęñšūăãóüô", "oeaeeurLensuaaouo")


def employee(number):
    """One employee: nested objects, nulls, lists, dates written day first."""
    # Digits of a number that is spread over 64 bits stand in for chance.
    rest = (number + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1

    def draw(count):
        nonlocal rest
        rest, drawn = divmod(rest, count)
        rest |= drawn << 44
        return drawn

    given, family = GIVEN[draw(len(GIVEN))], FAMILY[draw(len(FAMILY))]
    city, state, country, dial = PLACES[draw(len(PLACES))]
    unit, unit_name = UNITS[draw(len(UNITS))]
    kind, share = KINDS[draw(len(KINDS))]
    day, month, year = 1 + draw(28), 1 + draw(12), 2006 + draw(20)
    mail = "".join(c for c in f"{given}.{family}".translate(PLAIN) if c.isascii() and (c.isalnum() or c in ".-")).strip(".-") or "person"
    return {
        "id": str(100_000 + number), "employeeNumber": f"E-{number:07}", "firstName": given,
        "preferredName": given[:3] if number % 6 == 0 else "" if number % 13 == 0 else None, "lastName": family,
        "status": STATES[draw(len(STATES))], "gender": [None, "Female", "Male", "Non-binary"][draw(4)],
        "dateOfBirth": f"{1960 + draw(44)}-{month:02}-{day:02}",
        "emails": {"work": f"{mail}.{number}@Example.com", "home": f"{mail.lower()}{number % 1000}@home.example.com"},
        "contact": {"phones": {"work": f"{dial} {5_550_000 + draw(9999)}", "workExtension": str(100 + draw(900)),
                               "mobile": None if number % 10 == 0 else f"{dial} {7_000_000 + draw(2_000_000)}"}},
        "address": {"line1": f"Ringstraße {1 + draw(240)}", "line2": f"Door \"{1 + draw(40)}\"" if number % 8 == 0 else None, "city": city,
                    "state": state, "postalCode": f"{10_000 + draw(80_000)}", "country": country},
        "job": {"title": TITLES[draw(len(TITLES))], "department": {"id": unit, "name": unit_name}, "division": ["Americas", "Asia", "Europe"][draw(3)],
                "location": city, "employmentType": kind, "fte": share, "hireDate": f"{day:02}/{month:02}/{year}", "terminationDate": None},
        "manager": None if number % 90 == 0 else {"id": str(100_000 + number // 9), "displayName": f"{GIVEN[draw(len(GIVEN))]} {FAMILY[draw(len(FAMILY))]}",
                                                  "email": f"manager.{number // 9}@example.com"},
        "compensation": {"salary": {"amount": 30_000.5 + 250 * draw(300), "currency": "EUR"}, "payFrequency": "Monthly", "effectiveDate": "2025-01-01"},
        "customFields": [{"id": "cf_1", "name": "Cost centre", "value": f"CC-{draw(500):04}"}, {"id": "cf_2", "name": "Shirt size", "value": "SML"[draw(3)]},
                         {"id": "cf_3", "name": "Has a badge", "value": draw(2) == 0}],
        "createdAt": f"{year}-{month:02}-{day:02}T08:15:30Z",
        "updatedAt": f"2025-{1 + draw(12):02}-{1 + draw(28):02}T{draw(24):02}:{draw(60):02}:{draw(60):02}Z",
    }


def main():
    options = argparse.ArgumentParser()
    options.add_argument("folder")
    options.add_argument("count", type=int)
    options.add_argument("--size", type=int, default=500)
    options = options.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    total = Sum()
    last = max(1, -(-options.count // options.size))
    for page in range(1, last + 1):
        records = [employee(n) for n in range((page - 1) * options.size, min(options.count, page * options.size))]
        for record in records:
            total.add(canonical(record))
        write(options.folder, f"p{page}", records, page, last, options.count)
    write(options.folder, "empty", [], last + 1, last, options.count)
    with open(f"{options.folder}/expected.json", "w") as file:
        json.dump(total.result, file)


def write(folder, name, records, page, last, count):
    body = {"data": records, "page": page, "per_page": len(records), "total": count, "total_pages": last, "has_more": page < last,
            "next_page": page + 1 if page < last else None}
    # Every fourth page escapes whatever is not ASCII, as many servers do.
    text = json.dumps(body, ensure_ascii=page % 4 == 0, separators=(",", ":"))
    with open(f"{folder}/{name}.json", "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
