"""Uploads one file as most Python scripts do, `requests.put(url, data=open(file, "rb"))`, and prints {"seconds", "peakBytes"}."""
import json
import resource
import sys
import time

import requests

url, file = sys.argv[1:3]
verify = sys.argv[3] if len(sys.argv) > 3 else True
started = time.perf_counter()
with open(file, "rb") as body:
    requests.put(f"{url}/api/records/1/draft/files/data.bin/content", data=body, verify=verify).raise_for_status()
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
