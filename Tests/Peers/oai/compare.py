"""OAI-PMH: tokens that stand alone, records that are marked as deleted."""
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree as tree

from driving import call, same, server, stored, sync

space = {"o": "http://www.openarchives.org/OAI/2.0/", "d": "http://purl.org/dc/elements/1.1/"}


def source():
    found, gone, query = {}, set(), "metadataPrefix=oai_dc"
    while query:
        with urllib.request.urlopen("%s/oai?verb=ListRecords&%s" % (server, query), timeout=30) as reply:
            page = tree.parse(reply)
        for record in page.iterfind(".//o:record", space):
            key = record.find("o:header/o:identifier", space).text
            title = record.find(".//d:title", space)
            gone.add(key) if title is None else found.update({key: (title.text,)})
        token = page.find(".//o:resumptionToken", space)
        query = token is not None and token.text and "resumptionToken=" + urllib.parse.quote(token.text)
    return found, gone


sync()
same(source()[0], stored("project", ["name"]), "first sync")
time.sleep(2.1)
report = sync()
assert report["streams"][0]["read"] == 730, "what was written in the last second is read once more: %r" % report
call("POST", "/change", {})
report = sync()
wanted, gone = source()
assert len(gone) == 12
same(wanted, stored("project", ["name"]), "changes and deletions")
assert report["streams"][0]["deleted"] == 12, report
