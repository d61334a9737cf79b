"""Uploads a file, then a second version, through zenodo-client and the deposit API; prints both depositions' ids."""
import json
import sys

from zenodo_client import Creator, Metadata, Zenodo

token, first, second = sys.argv[1:]
zenodo = Zenodo(access_token=token)
data = Metadata(
    title="Sent by zenodo-client",
    upload_type="dataset",
    description="A test",
    creators=[Creator(name="Curie, Marie")],
    version="1",
)
made = zenodo.create(data, first).json()
updated = zenodo.update(str(made["id"]), second).json()
print(json.dumps({"first": made["id"], "second": updated["id"], "concept": [made["conceptrecid"], updated["conceptrecid"]], "state": updated["state"]}))
