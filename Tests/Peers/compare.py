"""Drives one peer: sync, change the source, sync again; after each sync the store must hold what the source itself shows."""
import os
import runpy
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
sys.dont_write_bytecode = True
started = time.monotonic()
runpy.run_path("%s/%s/compare.py" % (here, sys.argv[1]))
print("peers: %s took %.1f s" % (sys.argv[1], time.monotonic() - started))
