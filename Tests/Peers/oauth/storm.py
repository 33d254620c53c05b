"""Signs in to a real authorization server, then has many processes need its token at once: `storm.py CONNECTOR PROJECT URL FOLDER`.

The server ends an account whose refresh token is used twice, so whatever is left working at the end was renewed one at a time.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.request

connector, project, url, work = sys.argv[1:5]
calls = pathlib.Path(work, "server", "calls.log")
environment = {**os.environ, "CONNECTOR_PROJECT": project, "CONNECTOR_STORE": f"sqlite:{work}/store.db",
               "CONNECTOR_PEER_OAUTH_SERVER": url, "CONNECTOR_PEER_OAUTH_CLIENT_ID": "client",
               "CONNECTOR_PEER_OAUTH_CLIENT_SECRET": "made-up-secret"}
common = ["--allow-host", "127.0.0.1"]


def start(*words):
    return subprocess.Popen([connector, *words, *common], env=environment, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def run(*words):
    process = start(*words)
    output, errors = process.communicate(timeout=300)
    return process.returncode, output, errors


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


def made():
    return calls.read_text().split("\n")[:-1] if calls.exists() else []


# Signing in: the browser is this script.
login = start("auth", "login", "peer-oauth", "--no-browser")
shown = ""
while "Waiting" not in shown:
    line = login.stderr.readline()
    expect(line, f"the consent page is shown: {shown}")
    shown += line
address = re.search(r"^  (http\S+)", shown, re.M).group(1)
expect("code_challenge_method=S256" in address, "the proof key is S256")
page = urllib.request.urlopen(address).read().decode()
output, errors = login.communicate(timeout=60)
expect(login.returncode == 0, f"signed in: {errors}")
expect("connected" in page, f"the browser is told: {page}")
expect(made() == ["authorization_code 200"], f"one code was redeemed: {made()}")

# Twenty processes with a token that has ended.
time.sleep(5)
before = len(made())
storm = [start("auth", "refresh", "peer-oauth") for _ in range(20)]
for process in storm:
    output, errors = process.communicate(timeout=300)
    expect(process.returncode == 0, f"every process gets a token: {errors}")
renewals = made()[before:]
expect(all(call == "refresh_token 200" for call in renewals), f"no refresh is refused: {renewals}")
code, output, errors = run("auth", "status", "peer-oauth", "--format", "json")
expect(code == 0 and json.loads(output)["tokens"][0]["ended_because"] is None, f"the account lives: {output}{errors}")

# A run that outlives its token several times.
before, began = len(made()), time.monotonic()
code, output, errors = run("sync", "peer-oauth", "--full", "--output", f"jsonl={work}/orders.jsonl")
expect(code == 0, f"the run succeeds: {output}{errors}")
rows = pathlib.Path(work, "orders.jsonl").read_text().count("\n")
expect(rows == 100, f"and reads everything: {rows}")
renewals = made()[before:]
expect(all(call == "refresh_token 200" for call in renewals), f"a long run renews without a refusal: {renewals}")
expect(1 <= len(renewals) <= 2 + (time.monotonic() - began) / 2, f"and once for each life of the token: {renewals}")

# Nothing secret is in the store or in what was said.
for path in pathlib.Path(work).glob("store.db*"):
    if not path.name.endswith(".key"):
        expect(b"made-up-secret" not in path.read_bytes(), f"{path.name} holds no secret")
expect("made-up-secret" not in shown + output + errors, "no message holds a secret")

code, output, errors = run("auth", "logout", "peer-oauth")
expect(code == 0, f"signed out: {errors}")
code, output, errors = run("auth", "status", "peer-oauth")
expect(code == 1, "and nothing is left")
print(f"oauth: {len(made())} calls of the token endpoint, none refused")
