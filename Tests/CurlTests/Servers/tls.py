"""A server with TLS that wants a client certificate; prints its port and ends when the file `running` is gone."""
import http.server
import os
import ssl
import subprocess
import sys
import threading
import time

folder = sys.argv[1]
os.chdir(folder)


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Test authority")
for name, subject, more in [("server", "/CN=good.example.com", "subjectAltName=DNS:good.example.com"),
                            ("client", "/CN=ada", "extendedKeyUsage=clientAuth")]:
    with open(name + ".ext", "w") as file:
        file.write(more + "\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".plain", "-out", name + ".csr", "-subj", subject)
    openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", name + ".pem", "-days", "2", "-extfile", name + ".ext")
# One that somebody else has signed, and one of the day before: the authority signs by a list only where it is told a time.
openssl("req", "-x509", "-key", "client.plain", "-out", "stranger.pem", "-days", "2", "-subj", "/CN=ada")
open("list", "w").close()
with open("list.conf", "w") as file:
    file.write("[ca]\ndefault_ca=it\n[it]\ndatabase=list\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=any\n"
               "[any]\ncommonName=supplied\n")
openssl("ca", "-batch", "-config", "list.conf", "-create_serial", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", "client.csr",
        "-out", "expired.pem", "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-notext")
openssl("rsa", "-in", "client.plain", "-aes256", "-passout", "pass:made-up", "-out", "client.key")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        subject = dict(pair[0] for pair in self.connection.getpeercert()["subject"])
        body = ("client " + subject["commonName"]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.plain")
context.load_verify_locations("ca.pem")
context.verify_mode = ssl.CERT_REQUIRED
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
open("running", "w").close()
print(server.server_address[1], flush=True)
end = time.time() + 600
while os.path.exists("running") and time.time() < end:
    time.sleep(0.1)
subprocess.run(["rm", "-rf", folder])
