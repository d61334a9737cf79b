"""Serves one published record with one file, by sendfile and with ranges, as Zenodo's front does: the server of the download benchmarks.

    python3 files.py FILE MD5 [AT,AT,…]

Prints {"url": "http://127.0.0.1:PORT"}. After each AT bytes of content, counted over all answers, it cuts the connection once.
GET /sent answers how many bytes of content it has sent.
"""
import json
import os
import re
import sys
import threading

from wire import listen, read_head

path, md5 = sys.argv[1], sys.argv[2]
cuts = [int(at) for at in sys.argv[3].split(",")] if len(sys.argv) > 3 else []
size = os.path.getsize(path)
lock = threading.Lock()
sent = 0


def answer(connection, status, body, kind="application/json", extra=""):
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{extra}\r\n"
    connection.sendall(head.encode() + body)


def listed():
    entry = {"key": "data.bin", "status": "completed", "size": size, "checksum": f"md5:{md5}"}
    return json.dumps({"enabled": True, "entries": [entry]}).encode()


def content(connection, head):
    """True when the whole answer was sent."""
    global sent
    found = re.search(rb"range: *bytes=(\d+)-", head, re.I)
    start = int(found.group(1)) if found else 0
    status = "206 Partial Content" if found else "200 OK"
    lines = f"etag: \"md5:{md5}\"\r\naccept-ranges: bytes\r\n"
    if found:
        lines += f"content-range: bytes {start}-{size - 1}/{size}\r\n"
    connection.sendall(f"HTTP/1.1 {status}\r\ncontent-type: application/octet-stream\r\ncontent-length: {size - start}\r\n{lines}\r\n".encode())
    with open(path, "rb") as file:
        at = start
        while at < size:
            with lock:
                room = cuts[0] - sent if cuts else size
            step = min(size - at, 4 << 20, room)
            if step > 0:
                done = os.sendfile(connection.fileno(), file.fileno(), at, step)
                at += done
                with lock:
                    sent += done
            with lock:
                cut = bool(cuts) and sent >= cuts[0]
                if cut:
                    cuts.pop(0)
            if cut:
                return False
    return True


def serve(connection):
    rest = b""
    with connection:
        while True:
            found = read_head(connection, rest)
            if found is None:
                return
            head, rest = found
            target = head.split(b" ", 2)[1].decode()
            if target.endswith("/content"):
                if not content(connection, head):
                    return
            elif target.endswith("/files"):
                answer(connection, "200 OK", listed())
            elif target == "/sent":
                answer(connection, "200 OK", str(sent).encode(), "text/plain")
            else:
                answer(connection, "404 Not Found", b'{"status":404,"message":"Not found"}')


def quietly(connection):
    try:
        serve(connection)
    except (BrokenPipeError, ConnectionResetError):
        pass


listen(quietly)
