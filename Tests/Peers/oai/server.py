"""A repository of 730 works; whoever writes to /change changes some and deletes some."""
import datetime
import http.server
import sys
import urllib.parse

import cgi

# The library was written for a Python that had this under another name.
cgi.parse_qs = urllib.parse.parse_qs

from oaipmh import common, metadata, server

port, folder = int(sys.argv[1]), sys.argv[2]
works = {}


def put(number, title, deleted=False):
    works["oai:example.com:%d" % number] = (datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0), title, deleted)


for number in range(730):
    put(number, "Work & <title> %d \u00e9" % number)
# All in one second, for what the next run reads once more is counted.
works = {key: (max(stamp for stamp, _, _ in works.values()), *rest) for key, (_, *rest) in works.items()}


class Repository:
    def identify(self):
        return common.Identify(repositoryName="Works", baseURL="http://127.0.0.1:%d/oai" % port, protocolVersion="2.0", adminEmails=["ada@example.com"],
                               earliestDatestamp=datetime.datetime(2020, 1, 1), deletedRecord="persistent", granularity="YYYY-MM-DDThh:mm:ssZ", compression=["identity"],
                               toolkit_description=False)

    def listMetadataFormats(self, identifier=None):
        return [("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/")]

    def listRecords(self, metadataPrefix, set=None, from_=None, until=None, cursor=0, batch_size=10):
        wanted = [item for item in sorted(works.items(), key=lambda item: (item[1][0], item[0])) if from_ is None or item[1][0] >= from_]
        return [(common.Header(None, key, stamp, [], deleted),
                 None if deleted else common.Metadata(None, {"title": [title], "creator": ["Ada", "Ben"], "identifier": [key]}), None)
                for key, (stamp, title, deleted) in wanted[cursor:cursor + batch_size]]


registry = metadata.MetadataRegistry()
registry.registerWriter("oai_dc", server.oai_dc_writer)
provider = server.BatchingServer(Repository(), metadata_registry=registry, resumption_batch_size=100)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        body = provider.handleRequest(dict(urllib.parse.parse_qsl(parts.query)))
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        for number in range(0, 40):
            put(number, "Changed %d" % number)
        for number in range(100, 112):
            put(number, "", deleted=True)
        for number in range(2000, 2030):
            put(number, "New %d" % number)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


listener = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
open(folder + "/ready", "w").close()
listener.serve_forever()
