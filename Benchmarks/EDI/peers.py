"""Times one peer on one file: peers.py pyx12|linuxforhealth FILE MEMBERS."""
import io
import json
import os
import resource
import sys

name, path, members = sys.argv[1], sys.argv[2], int(sys.argv[3])


def validate_with_pyx12():
    import logging

    import pyx12.params
    import pyx12.x12n_document

    logging.disable(logging.CRITICAL)
    return pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(), src_file=path, fd_997=io.StringIO(), fd_html=None, fd_xmldoc=None, map_path=None)


def validate_with_linuxforhealth():
    from linuxforhealth.x12.io import X12ModelReader

    with X12ModelReader(path) as reader:
        return sum(1 for _ in reader.models()) > 0


def seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


start = seconds()
accepted = validate_with_pyx12() if name == "pyx12" else validate_with_linuxforhealth()
spent = seconds() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(name, json.dumps({
    "accepted": bool(accepted), "seconds": round(spent, 3), "per_second": int(members / spent),
    "megabytes_per_second": round(os.path.getsize(path) / 1e6 / spent, 3), "peak_megabytes": peak}))
