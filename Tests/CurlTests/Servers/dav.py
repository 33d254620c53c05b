"""Starts nginx with WebDAV behind TLS of an authority of its own, and a line in front of it that can break; prints the line's port
and ends when the file `running` is gone.

Files appear in `files`. While a file `broken` is there the server answers 500; while `lose` is there, the line is cut as soon as the
file that is named in it lies in `files`, so that its reply is lost.
"""
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time

folder = sys.argv[1]
os.chdir(folder)
server = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
if server is None:
    sys.exit("no nginx")


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Test authority")
with open("server.ext", "w") as file:
    file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "server.pem", "-days", "2", "-extfile", "server.ext")
for name in ("files", "temp"):
    os.mkdir(name)
    os.chmod(name, 0o777)
os.chmod(folder, 0o755)


def free_port():
    """One that no call that goes out is given before the server listens."""
    while True:
        port = random.SystemRandom().randrange(12_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


inner = free_port()
with open("nginx.conf", "w") as file:
    file.write(f"""
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log {folder}/access.log; client_body_temp_path {folder}/temp;
  proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp; uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp;
  server {{
    listen 127.0.0.1:{inner} ssl; server_name localhost;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    client_max_body_size 8k; root {folder}/files;
    location / {{
      if ($http_authorization != "Bearer made-up") {{ return 401; }}
      if (-f {folder}/broken) {{ return 500; }}
      dav_methods PUT DELETE MOVE; create_full_put_path on;
    }}
  }}
}}
""")
process = subprocess.Popen([server, "-p", folder, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_lost():
    try:
        with open("lose") as file:
            return any(name.startswith(file.read().strip() or "?") and not name.endswith(".part")
                       for _, _, names in os.walk("files") for name in names)
    except OSError:
        return False


def pump(source, target, is_reply):
    try:
        while data := source.recv(65536):
            if is_reply:
                # What was stored takes a moment to be seen.
                time.sleep(0.05 if os.path.exists("lose") else 0)
                if is_lost():
                    break
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def accept(line):
    while True:
        client, _ = line.accept()
        try:
            upstream = socket.create_connection(("127.0.0.1", inner), 60)
        except OSError:
            client.close()
            continue
        threading.Thread(target=pump, args=(client, upstream, False), daemon=True).start()
        threading.Thread(target=pump, args=(upstream, client, True), daemon=True).start()


for _ in range(2400):
    try:
        socket.create_connection(("127.0.0.1", inner), 1).close()
        break
    except OSError:
        time.sleep(0.05)
line = socket.socket()
line.bind(("127.0.0.1", 0))
line.listen(16)
threading.Thread(target=accept, args=(line,), daemon=True).start()
open("running", "w").close()
print(line.getsockname()[1], flush=True)
end = time.time() + 600
while os.path.exists("running") and time.time() < end:
    time.sleep(0.1)
process.terminate()
process.wait()
shutil.rmtree(folder)
