#!/usr/bin/env python3
"""generate.py FOLDER [COUNT]   a project of COUNT connectors, each a shipped one under a name of its own, with mappings, tests and recordings."""
import pathlib
import re
import shutil
import sys

root = pathlib.Path(__file__).resolve().parents[2]
folder = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
shipped = sorted(p.name for p in (root / "connectors").iterdir() if (p / "connector.yaml").exists())
shutil.rmtree(folder, ignore_errors=True)


def latest(source, before):
    """The name of the copy of a family that was made last, or of the first one."""
    position = shipped.index(source)
    number = max(before - (before - position) % len(shipped), position)
    return f"{source}-{number:04d}"


for number in range(count):
    source = shipped[number % len(shipped)]
    name = f"{source}-{number:04d}"
    for part in ("connectors", "mappings"):
        if (root / part / source).exists():
            shutil.copytree(root / part / source, folder / part / name)
    path = folder / "connectors" / name / "connector.yaml"
    text = path.read_text().replace(f"\nname: {source}\n", f"\nname: {name}\n", 1)
    path.write_text(re.sub(r"(?m)^extends: (\S+)$", lambda base: f"extends: {latest(base[1], number)}", text))
shutil.copytree(root / "schemas", folder / "schemas")
size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
files = sum(1 for f in folder.rglob("*") if f.is_file())
print(f"{count} connectors, {files} files, {size / 1e6:.1f} MB")
