"""A web address that takes files by POST, with a certificate of its own (`ca.pem`); prints its port and ends when the file `running` is gone.

Each body lies in `files` under a number of its own. A wrong token is refused, and so is a body of more than 100,000 bytes, before it was
read; the line stays open until the caller has stopped sending, for a line that is closed under a sender loses the reply. While a file `lose` is there a body is kept and the line cut without a reply.
"""
import http.server
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time

folder = sys.argv[1]
os.makedirs(folder + "/files", exist_ok=True)
count = 0


class Taker(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self, status, unread=0):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if status >= 400:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        while unread > 0 and (data := self.rfile.read1(min(unread, 65536))):
            unread -= len(data)

    def do_POST(self):
        global count
        length = int(self.headers["Content-Length"])
        if self.headers["Authorization"] != "Bearer made-up":
            return self.answer(401, length)
        if length > 100_000:
            return self.answer(413, length)
        count += 1
        with open(f"{folder}/files/{count}", "wb") as file:
            file.write(self.rfile.read(length))
        if os.path.exists(folder + "/lose"):
            self.close_connection = True
            return
        self.answer(201)


subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/key.pem", "-out", folder + "/ca.pem",
     "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/ca.pem", folder + "/key.pem")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker)
server.socket = context.wrap_socket(server.socket, server_side=True)
open(folder + "/running", "w").close()
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
end = time.time() + 600
while os.path.exists(folder + "/running") and time.time() < end:
    time.sleep(0.1)
shutil.rmtree(folder)
