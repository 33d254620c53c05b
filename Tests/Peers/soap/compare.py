"""Spyne: workers over SOAP, their changes, and faults that mean different things."""
import urllib.request
import xml.etree.ElementTree as XML
from xml.sax.saxutils import escape

from driving import connector, killed, same, secret, server, setting, stored, sync

password = "s3cr3t & <co>"


def ask(operation):
    """The reply to a call; one that is too much for the server is made once more."""
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:staff"><e:Header><Credentials><Password>%s</Password>'
        "</Credentials></e:Header><e:Body>%s</e:Body></e:Envelope>" % (escape(password), operation))
    request = urllib.request.Request(server, envelope.encode(), {"Content-Type": "text/xml; charset=utf-8"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return XML.fromstring(reply.read())
    except urllib.error.HTTPError as refusal:
        assert b"Server.Busy" in refusal.read()
        return ask(operation)


def put(number, name, left="", removed=False):
    home = "" if number % 3 else "<Home><Street>%d, Main &amp; Sons</Street><City>Bern</City></Home>" % number
    phones = "".join("<string>+41 31 %d</string>" % phone for phone in range(number % 3))
    ask('<PutWorker><Data><ID>%d</ID><Name>%s</Name><Hired>2020-02-03</Hired>%s<Salary>1000.%02d</Salary>%s<Phones>%s</Phones>'
        "<Removed>%s</Removed></Data></PutWorker>" % (
            number, escape(name), "<Left>%s</Left>" % left if left else '<Left xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>',
            number, home, phones, "true" if removed else "false"))


def source():
    found = {}
    for worker in ask("<GetWorkers><Number>1</Number><Size>1000</Size></GetWorkers>").iter("{urn:staff}Worker"):
        text = {child.tag.split("}")[1]: child.text for child in worker}
        phones = [phone.text for phone in worker.iter("{urn:staff}string")]
        found[text["ID"]] = (text["Name"], text["Left"], text["Salary"], ",".join(phones))
    return found


def compare(what):
    rows = stored("employee", ["last_name", "termination_date", "pay_rate_amount", "home_phone"])
    same(source(), {key: (*row[:3], row[3] or "") for key, row in rows.items()}, what)


setting("user", "ada")
secret("password", "wrong")
told = connector("check", code=5)
assert "Who are you?" in told and "`password` from CONNECTOR_PEER_SOAP_PASSWORD" in told, told
secret("password", password)
for number in range(43):
    put(number, "Zoë %d, <Jr.> & Co" % number, "2024-01-31" if number % 4 == 0 else "")
connector("check")
for turn in range(3):
    killed(0.05 + 0.05 * turn)
sync()
compare("first sync")
put(4, "Renamed")
put(100, "New", "2025-05-05")
put(7, "Gone", removed=True)
report = sync()["streams"][0]
assert (report["created"], report["updated"], report["deleted"]) == (1, 1, 1), report
compare("changes")
