"""Compares verdicts on enrolment files: compare.py CONNECTOR FOLDER..."""
import io
import json
import logging
import pathlib
import subprocess
import sys
import tempfile

import pyx12.params
import pyx12.x12n_document

logging.disable(logging.CRITICAL)

# Rules of which pyx12 knows nothing, or the opposite is wrong there: README.md says why.
BEYOND = {
    "edi/subscriber-relationship", "edi/dependent-order", "edi/period-backwards", "edi/balance",
    "edi/maintenance-in-full-file", "edi/coverage-date", "edi/trailing-blank", "edi/unsupported-guide", "edi/duplicate-control-number"}

ROWS = """\
{"model":"member","id":"1","role":"subscriber","relationship":"self","subscriber_id":"1","member_number":"S001","first_name":"Lea","last_name":"Tremblay","status":"active","date_of_birth":"1980-01-01","sex":"female","home_address":{"lines":["100 Main St"],"city":"Albany","region":"US-NY","postal_code":"12205","country":"US"}}
{"model":"member","id":"2","role":"dependent","relationship":"child","subscriber_id":"1","first_name":"Mia","last_name":"Tremblay","status":"active","date_of_birth":"2015-01-01","sex":"female"}
{"model":"coverage","id":"c1","member_id":"1","plan_code":"A","line":"dental","tier":"family","start_date":"2026-01-01","premium":{"amount":52.30,"currency":"USD"}}
"""
PROFILE = """\
sender: SPONSOR
receiver: INSURER
sponsor: {name: Sponsor Inc, kind: FI, id: "990000001"}
payer: {name: Insurer Inc, kind: FI, id: "990000002"}
"""


def ask_pyx12(path):
    try:
        return bool(pyx12.x12n_document.x12n_document(
            param=pyx12.params.params(), src_file=str(path), fd_997=io.StringIO(), fd_html=None, fd_xmldoc=None,
            map_path=None))
    except Exception as error:
        return type(error).__name__


def run(connector, *words, cwd=None):
    return subprocess.run([connector, "edi", *words], capture_output=True, text=True, cwd=cwd, timeout=60)


def rules(connector, path):
    reply = json.loads(run(connector, "check", str(path), "--format", "json").stdout)
    found = reply if isinstance(reply, list) else reply.get("findings", [])
    return {finding["rule"] for finding in found if finding["severity"] == "error"}


def main():
    connector = str(pathlib.Path(sys.argv[1]).resolve())
    failures = 0
    for folder in sys.argv[2:]:
        for path in sorted(pathlib.Path(folder).iterdir()):
            if path.suffix not in (".834", ".edi", ".txt") or path.name.startswith("expected"):
                continue
            broken = rules(connector, path)
            ours, theirs = not broken, ask_pyx12(path)
            if ours == theirs:
                verdict = "agrees"
            elif isinstance(theirs, str) or broken and broken <= BEYOND:
                verdict = "differs, as explained"
            else:
                verdict, failures = "DIFFERS", failures + 1
            print(f"{path.name}: {verdict} (connector {ours}, pyx12 {theirs}, {', '.join(sorted(broken))})")
    failures += written_files(connector)
    sys.exit(1 if failures else 0)


def written_files(connector):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "rows.jsonl").write_text(ROWS)
        (work / "profile.yaml").write_text(PROFILE)
        for words in (
            ["write", "--from", "rows.jsonl", "--profile", "profile.yaml", "--output", "full.834"],
            ["ack", "full.834", "--output", "answer.txt"],
        ):
            reply = run(connector, *words, cwd=folder)
            if reply.returncode != 0:
                print(f"{' '.join(words)}: {reply.stderr}")
                return 1
        for name in ("full.834", "answer.txt"):
            verdict = ask_pyx12(work / name)
            print(f"{name}: pyx12 says {verdict}")
            failures += verdict is not True
        from linuxforhealth.x12.io import X12ModelReader

        with X12ModelReader(str(work / "full.834")) as reader:
            members = sum(len(model.loop_2000) for model in reader.models())
        print(f"full.834: linuxforhealth-x12 reads {members} members")
        failures += members != 2
    return failures


main()
