"""Deposits one file through CERN's own client (inveniordm-py) and prints the published record's id and DOI."""
import json
import sys

from inveniordm_py.client import InvenioAPI
from inveniordm_py.files.metadata import FilesListMetadata, OutgoingStream
from inveniordm_py.records.metadata import DraftMetadata



class FileStream(OutgoingStream):
    """inveniordm-py 0.1.1 would send its keyword arguments as a form; this sends the bytes."""

    def to_request(self):
        return self._data["stream"]


base, token, file = sys.argv[1:]
client = InvenioAPI(f"{base}/api", token)
draft = client.records.create(
    data=DraftMetadata(
        **{
            "access": {"record": "public", "files": "public"},
            "files": {"enabled": True},
            "metadata": {
                "title": "Sent by inveniordm-py",
                "publisher": "Zenodo",
                "publication_date": "2026-11-25",
                "resource_type": {"id": "dataset"},
                "creators": [{"person_or_org": {"type": "personal", "family_name": "Curie", "given_name": "Marie"}}],
            },
        }
    )
)
draft.files.create(FilesListMetadata([{"key": "scan.xy"}]))
entry = draft.files("scan.xy")
with open(file, "rb") as stream:
    entry.set_contents(FileStream(stream=stream))
    entry.commit()
record = draft.publish()
print(json.dumps({"id": record.data["id"], "doi": record.data["doi"]}))
