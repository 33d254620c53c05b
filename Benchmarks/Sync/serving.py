"""Employees behind nginx on loopback, for whoever measures."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WORK = os.path.join(ROOT, ".build/bench/sync")
NGINX = """
worker_processes 1; daemon off; pid {run}/nginx.pid; error_log {run}/error.log warn;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; etag off; default_type application/json;
  keepalive_timeout 300s; keepalive_requests 1000000; open_file_cache max=8192; open_file_cache_valid 600s;
  client_body_temp_path {run}/1; proxy_temp_path {run}/2; fastcgi_temp_path {run}/3; uwsgi_temp_path {run}/4; scgi_temp_path {run}/5;
  server {{
    listen 127.0.0.1:{port}; root {data};
    location ~ ^/(?<set>n[0-9]+(-[0-9]+)?)/employees$ {{ try_files /$set/p$arg_page.json /$set/empty.json =404; }}
  }}
}}
"""


SIZE = 500


def name(records, size=SIZE):
    """What the set of so many employees is called, in pages of `size`."""
    return f"n{records}" if size == SIZE else f"n{records}-{size}"


def prepare(records, size=SIZE):
    """The pages of so many employees; made once."""
    folder = f"{WORK}/data/{name(records, size)}"
    if not os.path.exists(f"{folder}/expected.json"):
        subprocess.run([sys.executable, f"{HERE}/pages.py", folder, str(records), "--size", str(size)], check=True)
    with open(f"{folder}/expected.json") as file:
        return json.load(file)


def serve():
    """nginx on a free port; its process and the port."""
    if not shutil.which("nginx"):
        sys.exit("the comparison needs nginx: apt-get install nginx-light")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = f"{WORK}/nginx"
    os.makedirs(run, exist_ok=True)
    with open(f"{run}/nginx.conf", "w") as file:
        file.write(NGINX.format(run=run, port=port, data=f"{WORK}/data", user="user root;" if os.geteuid() == 0 else ""))
    server = subprocess.Popen(["nginx", "-p", run, "-c", f"{run}/nginx.conf"])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.05)
    server.terminate()
    sys.exit("nginx does not answer")
