"""Downloads by python requests in pieces of 1 MiB with the MD5 on the way, and prints {"seconds", "peakBytes"}.

    python3 requests-download.py URL FILE
"""
import hashlib
import json
import resource
import sys
import time

import requests

url, path = sys.argv[1:3]
started = time.perf_counter()
digest = hashlib.md5()
with requests.get(url, stream=True) as answer, open(path, "wb") as file:
    answer.raise_for_status()
    for piece in answer.iter_content(1 << 20):
        digest.update(piece)
        file.write(piece)
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
