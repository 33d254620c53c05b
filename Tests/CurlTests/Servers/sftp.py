"""Starts OpenSSH's server for the user that runs it; prints its port and ends when the file `running` is gone."""
import getpass
import os
import random
import shutil
import socket
import subprocess
import sys
import time

folder = sys.argv[1]
os.chdir(folder)
server = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin")
if server is None:
    sys.exit("no sshd")
for name in ("host", "client"):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "made-up" if name == "client" else "", "-f", name],
                   check=True)
shutil.copy("client.pub", "authorized")
os.mkdir("files")
port = 0
while not port:
    # None that a call that goes out is given before the server listens.
    port = random.SystemRandom().randrange(12_000, 32_000)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            port = 0
if os.geteuid() == 0:
    os.makedirs("/run/sshd", exist_ok=True)
with open("conf", "w") as file:
    file.write(f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
Subsystem sftp internal-sftp
""")
process = subprocess.Popen([server, "-D", "-f", f"{folder}/conf"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
for _ in range(2400):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        break
    except OSError:
        time.sleep(0.05)
with open("host.pub") as file:
    known = file.read().split()[:2]
with open("known", "w") as file:
    file.write(f"[127.0.0.1]:{port} {' '.join(known)}\n")
with open("fingerprint", "w") as file:
    file.write(subprocess.check_output(["ssh-keygen", "-l", "-f", "host.pub"], text=True).split()[1])
with open("user", "w") as file:
    file.write(getpass.getuser())
open("running", "w").close()
print(port, flush=True)
end = time.time() + 600
while os.path.exists("running") and time.time() < end:
    time.sleep(0.1)
process.terminate()
process.wait()
shutil.rmtree(folder)
