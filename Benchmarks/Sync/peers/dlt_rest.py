#!/usr/bin/env python3
"""dlt: its REST source, declared, with a step that maps.   dlt_rest.py ADDRESS OUT    OUT is a folder of JSON lines"""
import os
import sys

address, out = sys.argv[1:]
os.environ.update({"DLT_DATA_DIR": out + ".state", "RUNTIME__DLTHUB_TELEMETRY": "false", "NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION": "true"})
import dlt  # noqa: E402  (reads the environment when it is imported)
from canonical import canonical  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402

base, path = address.rsplit("/", 1)
employees = {
    "name": "employees", "primary_key": "id", "processing_steps": [{"map": canonical}],
    "endpoint": {"path": path, "data_selector": "data", "params": {"per_page": 500},
                 "paginator": {"type": "page_number", "base_page": 1, "page_param": "page", "total_path": "total_pages"}},
}
pipeline = dlt.pipeline("sync", destination=dlt.destinations.filesystem(bucket_url="file://" + out), dataset_name="hr", pipelines_dir=out + ".state")
pipeline.run(rest_api_source({"client": {"base_url": base + "/"}, "resources": [employees]}), loader_file_format="jsonl")
