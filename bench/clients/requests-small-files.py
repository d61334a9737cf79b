"""Uploads N files of 100 KB one after another without a session, start, content and commit of each, as most scripts do."""
import json
import os
import sys
import time

import requests

url, count = sys.argv[1], int(sys.argv[2])
files = f"{url}/api/records/1/draft/files"
bodies = [os.urandom(100_000) for _ in range(count)]
started = time.perf_counter()
for at, body in enumerate(bodies):
    requests.post(files, json=[{"key": f"{at}.bin"}]).raise_for_status()
    requests.put(f"{files}/{at}.bin/content", data=body).raise_for_status()
    requests.post(f"{files}/{at}.bin/commit").raise_for_status()
print(json.dumps({"seconds": time.perf_counter() - started}))
