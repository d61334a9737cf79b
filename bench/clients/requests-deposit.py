"""Deposits and publishes files as a careful script does: the documented calls one after another, each answer's status looked at."""
import json
import os
import sys
import time

import requests

url, token, *paths = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
metadata = {
    "title": "Sent by a script",
    "publisher": "Zenodo",
    "publication_date": "2026-11-25",
    "resource_type": {"id": "dataset"},
    "creators": [{"person_or_org": {"type": "personal", "family_name": "Curie", "given_name": "Marie"}}],
}


def ask(method, path, **what):
    answer = session.request(method, f"{url}/api/records{path}", **what)
    answer.raise_for_status()
    return answer.json()


started = time.perf_counter()
draft = f"/{ask('POST', '', json={'metadata': metadata, 'files': {'enabled': True}})['id']}/draft"
for path in paths:
    key = os.path.basename(path)
    ask("POST", f"{draft}/files", json=[{"key": key}])
    with open(path, "rb") as body:
        ask("PUT", f"{draft}/files/{key}/content", data=body, headers={"Content-Type": "application/octet-stream"})
    ask("POST", f"{draft}/files/{key}/commit")
ask("POST", f"{draft}/actions/publish")
print(json.dumps({"seconds": time.perf_counter() - started}))
