"""Times one peer on one file: peers.py pyx12|linuxforhealth FILE MEMBERS.

After `EDI_LIMIT` seconds of processor time, 600 by default, it says how far it has come.
"""
import io
import json
import os
import resource
import signal
import sys

name, path, members = sys.argv[1], sys.argv[2], int(sys.argv[3])
limit = int(os.environ.get("EDI_LIMIT", "600"))
# Transaction sets that are done, and those of the file.
done, sets = 0, sum(line.startswith(b"ST*") for line in open(path, "rb"))


class TooLong(Exception):
    pass


def give_up(*_):
    raise TooLong


def validate_with_pyx12():
    import logging

    import pyx12.params
    import pyx12.x12n_document

    logging.disable(logging.CRITICAL)
    return pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(), src_file=path, fd_997=io.StringIO(), fd_html=None, fd_xmldoc=None, map_path=None)


def validate_with_linuxforhealth():
    global done
    from linuxforhealth.x12.io import X12ModelReader

    with X12ModelReader(path) as reader:
        for _ in reader.models():
            done += 1
    return done > 0


def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


signal.signal(signal.SIGXCPU, give_up)
start = seconds()
resource.setrlimit(resource.RLIMIT_CPU, (int(start) + limit, resource.RLIM_INFINITY))
try:
    accepted = bool(validate_with_pyx12() if name == "pyx12" else validate_with_linuxforhealth())
    part = 1
except TooLong:
    accepted = "given up after %d of %d transaction sets" % (done, sets)
    part = done / sets
spent = seconds() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(name, json.dumps({
    "accepted": accepted, "seconds": round(spent, 3), "per_second": int(members * part / spent),
    "megabytes_per_second": round(os.path.getsize(path) / 1e6 * part / spent, 3), "peak_megabytes": peak}))
