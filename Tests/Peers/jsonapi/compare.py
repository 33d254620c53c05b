"""JSON:API: people with the names of their companies, which stand beside them; runs that are throttled and killed."""
import time
import urllib.error

from driving import call, killed, same, stored, sync

kind = {"Content-Type": "application/vnd.api+json"}


def ask(method, path, body=None):
    """Waits when it is told to slow down."""
    while True:
        try:
            return call(method, path, body, kind)[0]
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise
            time.sleep(1)


def change(number, **attributes):
    ask("PATCH", "/api/people/%d/" % number, {"data": {"type": "people", "id": str(number), "attributes": attributes}})


def everything(path):
    return ask("GET", "/api/%s/?page[size]=100" % path)["data"] + (
        ask("GET", "/api/%s/?page[size]=100&page[number]=2" % path)["data"] if path == "people" else [])


def compare(what):
    companies = {company["id"]: (company["attributes"]["name"],) for company in everything("companies")}
    people = {}
    for person in everything("people"):
        told, company = person["attributes"], person["relationships"]["company"]["data"]["id"]
        people[person["id"]] = (told["first-name"], told["last-name"], told["email"].lower(), *companies[company])
    same(people, stored("employee", ["first_name", "last_name", "work_email", "department_name"]), what + ", people")
    same(companies, stored("legal_entity", ["legal_name"]), what + ", companies")


sync()
compare("first sync")
change(5, **{"first-name": "Ada"})
ask("POST", "/api/people/", {"data": {
    "type": "people", "attributes": {"first-name": "New", "last-name": "One", "email": "new@example.com"},
    "relationships": {"company": {"data": {"type": "companies", "id": "3"}}}}})
ask("POST", "/api/companies/", {"data": {"type": "companies", "attributes": {"name": "Brand new"}}})
read = sync()["streams"][0]["read"]
# With those that were changed in the last millisecond of the first sync.
assert 2 <= read <= 40, read
compare("changes")
for turn in range(6):
    change(turn * 9 + 1, **{"first-name": "Turn %d" % turn})
    killed(0.1 + 0.2 * turn, "--full")
ask("DELETE", "/api/companies/8/")
sync()
compare("runs that were killed")
