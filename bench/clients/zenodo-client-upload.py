"""Uploads files through the upload of the public zenodo-client, unmodified, and prints {"seconds", "peakBytes"}."""
import json
import resource
import sys
import time

from zenodo_client import Zenodo

url, *files = sys.argv[1:]
zenodo = Zenodo(access_token="none")
started = time.perf_counter()
zenodo._upload_files(bucket=f"{url}/api/files/1", paths=files, timeout=None)
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
