"""A Zenodo that takes drafts with one file each and throws the bytes away, at less cost than any client: who deposits there is what is measured.

    python3 drafts.py SIZE MD5

Every file is said to have that size and MD5. Prints {"url": "http://127.0.0.1:PORT"}; GET /count answers how many bytes of content came, whole files or not.
"""
import json
import re
import signal
import socket
import sys
import threading
from urllib.parse import unquote

size, md5 = int(sys.argv[1]), sys.argv[2]
# On Linux the kernel drops the bytes itself.
DROP = getattr(socket, "MSG_TRUNC", 0) if sys.platform == "linux" else 0
lock = threading.Lock()
drafts = {}
received = 0


def draft_of(draft_id):
    return {
        "id": draft_id,
        "revision_id": 1,
        "created": "2026-11-25T12:00:00+00:00",
        "updated": "2026-11-25T12:00:00+00:00",
        "is_published": False,
        "is_draft": True,
        "status": "draft",
        "metadata": drafts[draft_id],
        "pids": {"doi": {"identifier": f"10.5072/zenodo.{draft_id}", "provider": "datacite"}},
        "parent": {"id": str(int(draft_id) - 1)},
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "versions": {"index": 1, "is_latest": False, "is_latest_draft": True},
        "links": {},
    }


def answer(method, target, body):
    path = target.split("?")[0]
    if path == "/count":
        return 200, {"received": received}
    if path.startswith("/api/user/records") or (path == "/api/records" and method == "GET"):
        # By the key of a deposit, which is in its draft.
        wanted = re.search(r"urn:zenodo-connect:([0-9a-f]{32})|([0-9a-f]{32})", unquote(target))
        marks = {draft_id: json.dumps(metadata) for draft_id, metadata in list(drafts.items())}
        hits = [draft_of(one) for one, text in marks.items() if wanted and (wanted.group(1) or wanted.group(2)) in text]
        return 200, {"hits": {"hits": hits, "total": len(hits)}, "links": {}}
    if path == "/api/records":
        with lock:
            draft_id = str(1000 + 2 * len(drafts))
            drafts[draft_id] = json.loads(body)["metadata"]
        return 201, draft_of(draft_id)
    found = re.match(r"/api/records/(\d+)/draft(.*)$", path)
    if not found or found.group(1) not in drafts:
        return 404, {"status": 404, "message": "Not found"}
    draft_id, rest = found.groups()
    entry = {"key": "scan.xy", "status": "completed", "size": size, "checksum": f"md5:{md5}"}
    if rest == "/files" and method == "POST":
        return 201, {"enabled": True, "entries": [{"key": "scan.xy", "status": "pending"}]}
    if rest == "/files":
        return 200, {"enabled": True, "entries": [entry]}
    if rest.endswith("/content"):
        return 200, {"key": "scan.xy", "status": "pending"}
    if rest.endswith("/commit"):
        return 200, entry
    return 201 if method == "POST" else 200, draft_of(draft_id)


def serve(connection):
    global received
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    scratch = bytearray(1 << 20)
    rest = b""
    with connection:
        while True:
            while b"\r\n\r\n" not in rest:
                part = connection.recv(65536)
                if not part:
                    return
                rest += part
            head, rest = rest.split(b"\r\n\r\n", 1)
            method, target = head.split(b" ", 2)[:2]
            length = re.search(rb"content-length: *(\d+)", head, re.I)
            left = int(length.group(1)) if length else 0
            if target.endswith(b"/content"):
                taken = min(left, len(rest))
                rest, left = rest[taken:], left - taken
                received += taken
                while left:
                    got = connection.recv_into(scratch, min(left, len(scratch)), DROP)
                    if not got:
                        return
                    left -= got
                    received += got
                body = b""
            else:
                while len(rest) < left:
                    rest += connection.recv(65536)
                body, rest = rest[:left], rest[left:]
            status, reply = answer(method.decode(), target.decode(), body)
            text = json.dumps(reply).encode()
            connection.sendall(f"HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n".encode() + text)


def quietly(connection):
    try:
        serve(connection)
    except (BrokenPipeError, ConnectionResetError):
        pass


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=quietly, args=(accepted,), daemon=True).start()
