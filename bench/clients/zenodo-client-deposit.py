"""Deposits and publishes files by the public zenodo-client, of which the address alone is changed."""
import json
import sys
import time

from zenodo_client import Creator, Metadata, Zenodo

url, token, *paths = sys.argv[1:]
zenodo = Zenodo(access_token=token)
zenodo.api_base = f"{url}/api"
zenodo.depositions_base = f"{zenodo.api_base}/deposit/depositions"
data = Metadata(title="Sent by zenodo-client", upload_type="dataset", description="A test", creators=[Creator(name="Curie, Marie")])
started = time.perf_counter()
zenodo.create(data, paths)
print(json.dumps({"seconds": time.perf_counter() - started}))
