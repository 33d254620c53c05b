"""WsgiDAV: a tree of folders, with what moves, goes and comes below it; runs that are killed in the middle of it."""
import os
import shutil
import urllib.parse

from driving import connector, killed, same, secret, setting, stored, sync, work

files = work + "/server/files"


def folder(path, depth):
    os.makedirs(path)
    for number in range(3):
        with open("%s/file %d & ü%%.txt" % (path, number), "w") as file:
            file.write("x" * number)
    for number in range(3 if depth else 0):
        folder("%s/dir %d ä#?" % (path, number), depth - 1)


def source():
    found = ({}, {})
    for path, folders, names in os.walk(files):
        above = "/" if path == files else "/%s/" % os.path.relpath(path, files)
        for name in folders:
            found[0][above + name + "/"] = (name, above)
        for name in names:
            found[1][above + name] = (name, above, os.path.getsize(path + "/" + name))
    return found


def plain(rows):
    return {urllib.parse.unquote(key): (row[0], urllib.parse.unquote(row[1]), *row[2:]) for key, row in rows.items()}


def compare(what):
    folders, names = source()
    same(folders, plain(stored("folder", ["name", "parent_id"])), what + ", folders")
    same(names, plain(stored("file", ["name", "folder_id", "size"])), what + ", files")


setting("user", "ada")
secret("password", "wrong")
connector("check", code=5)
secret("password", "s3cr3t")
connector("check")
for number in range(3):
    folder("%s/top %d" % (files, number), 3)
for turn in range(4):
    killed(0.05 + 0.05 * turn)
sync()
compare("first sync")
# Nothing of this changes any folder above.
os.rename(files + "/top 0/dir 1 ä#?/dir 2 ä#?", files + "/top 1/moved")
os.makedirs(files + "/top 2/dir 0 ä#?/new/x/y")
with open(files + "/top 2/dir 0 ä#?/new/x/y/deep", "w") as file:
    file.write("1")
shutil.rmtree(files + "/top 2/dir 2 ä#?/dir 0 ä#?")
killed(0.15)
sync()
compare("what moved, came and went")
report = sync()["streams"][0]
assert report["created"] == report["updated"] == report["deleted"] == 0, report
