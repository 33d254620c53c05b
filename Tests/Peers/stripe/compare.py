"""The shipped connector for Stripe beside localstripe, which knows no kinds of events: each run reads everything."""
import base64
import json
import os
import urllib.parse
import urllib.request

import driving
from driving import killed, same, secret, server, setting, stored, sync

# The connector is the shipped one, and what it asks of Stripe goes to this server instead.
driving.project = os.path.dirname(os.path.dirname(os.path.dirname(driving.project)))
setting("server", None)
secret("api_key", "sk_test_made_up")
STREAMS = ["customers", "charges", "refunds", "payouts"]
WORDS = STREAMS + ["--full", "--divert", server]
PROOF = {"Authorization": "Basic " + base64.b64encode(b"sk_test_made_up:").decode()}


def ask(method, path, **values):
    form = urllib.parse.urlencode(values).encode() if values else None
    request = urllib.request.Request(server + "/v1/" + path, form, PROOF, method=method)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def listed(path):
    found, after = [], ""
    while True:
        page = ask("GET", "%s?limit=100%s" % (path, after))
        found += page["data"]
        if not page["has_more"]:
            return found
        after = "&starting_after=" + page["data"][-1]["id"]


def amount(cents):
    return "%d.%02d" % divmod(cents, 100)


def compare(what):
    same({c["id"]: (c["email"], c["description"]) for c in listed("customers")}, stored("customer", ["email", "note"]), what)
    payments = {p["id"]: (amount(p["amount"]),) for p in listed("charges") + listed("refunds")}
    same(payments, {k: (v.lstrip("-"),) for k, (v,) in stored("payment", ["amount_amount"]).items()}, what + ", payments")


customers = [ask("POST", "customers", email="c%d@example.com" % n, description="Customer %d" % n)["id"] for n in range(130)]
card = ask("POST", "tokens", **{"card[number]": "4242424242424242", "card[exp_month]": "12", "card[exp_year]": "2040", "card[cvc]": "123"})
ask("POST", "customers/%s/sources" % customers[0], source=card["id"])
charges = [ask("POST", "charges", amount=1000 + n, currency="eur", customer=customers[0])["id"] for n in range(12)]
killed(0.05, *WORDS, of="stripe")
assert sync(*WORDS, of="stripe")["outcome"] == "succeeded"
compare("first sync, after one that was killed")

ask("POST", "customers/" + customers[3], email="changed@example.com")
ask("DELETE", "customers/" + customers[5])
ask("POST", "refunds", charge=charges[1], amount=500)
ask("POST", "charges", amount=777, currency="eur", customer=customers[0])
report = {s["stream"]: s for s in sync(*WORDS, of="stripe")["streams"]}
assert (report["customers"]["updated"], report["customers"]["deleted"]) == (1, 1), report["customers"]
compare("changed, deleted and new")
