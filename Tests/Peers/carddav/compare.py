"""Radicale: address books that are found, cards that changed since a token, and a token that the server forgot."""
import base64
import shutil
import urllib.request
import xml.etree.ElementTree as XML

from driving import connector, killed, same, secret, server, setting, stored, sync, work

proof = "Basic " + base64.b64encode(b"ada:s3cr3t").decode()
dav, cards = "{DAV:}", "{urn:ietf:params:xml:ns:carddav}"


def ask(method, path, body="", kind="application/xml", **headers):
    request = urllib.request.Request(
        server + path, body.encode() or None, {"Authorization": proof, "Content-Type": kind, **headers}, method=method)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return reply.read()


def card(number, name):
    folded = "NOTE:%s\r\n %s" % ("a" * 70, "b" * 70)
    return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u%d\r\nFN:%s\r\nN:%s;;;;\r\nEMAIL;TYPE=work:P%d@example.com\r\n%s\r\nEND:VCARD\r\n" % (
        number, name.replace(",", "\\,"), name.split(",")[0], number, folded)


def put(book, number, name):
    ask("PUT", "/ada/%s/u%d.vcf" % (book, number), card(number, name), "text/vcard")


def source(books):
    found = {}
    for book in books:
        text = ask("REPORT", "/ada/%s/" % book, '<C:addressbook-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><prop>'
                   '<C:address-data/></prop></C:addressbook-query>', Depth="1")
        for reply in XML.fromstring(text).iter(dav + "response"):
            lines = dict(line.split(":", 1) for line in reply.find(".//%saddress-data" % cards).text.splitlines() if ":" in line)
            found[reply.find(dav + "href").text] = (lines["FN"].replace("\\,", ","), lines["EMAIL;TYPE=work"].lower())
    return found


def compare(books, what):
    same(source(books), stored("user", ["display_name", "email"]), what)


def forget():
    """The server no longer knows any token that it gave."""
    for book in ("friends", "work"):
        shutil.rmtree("%s/server/collections/collection-root/ada/%s/.Radicale.cache" % (work, book), ignore_errors=True)


setting("user", "ada")
secret("password", "wrong")
connector("check", code=5)
secret("password", "s3cr3t")
for book in ("friends", "work"):
    ask("MKCOL", "/ada/%s/" % book, '<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype><collection/>'
        "<C:addressbook/></resourcetype><displayname>%s</displayname></prop></set></mkcol>" % book)
connector("check")
for number in range(40):
    put("friends" if number % 2 else "work", number, "Zoë %d, <Jr.> & Co" % number)
for turn in range(3):
    killed(0.02 + 0.04 * turn)
sync()
compare(["friends", "work"], "first sync")
put("work", 4, "Renamed")
put("work", 100, "New")
ask("DELETE", "/ada/friends/u7.vcf")
report = next(stream for stream in sync()["streams"] if stream["stream"] == "cards")
assert (report["read"], report["created"], report["updated"], report["deleted"]) == (3, 1, 1, 1), report
compare(["friends", "work"], "changes")
for number in (9, 11):
    ask("DELETE", "/ada/friends/u%d.vcf" % number)
forget()
sync()
sync()
compare(["friends", "work"], "what was deleted while the tokens ended")
for number in range(13, 40, 2):
    ask("DELETE", "/ada/friends/u%d.vcf" % number)
forget()
connector("sync", code=1)
sync("--allow-deletions")
compare(["friends", "work"], "many of them, allowed in the run after")
