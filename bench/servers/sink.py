"""Reads requests and throws their bodies away, at less cost than any client: the server of the upload benchmarks.

On Linux the kernel drops the bytes itself (MSG_TRUNC), so that what is measured is the client. Prints
{"url": "http://127.0.0.1:PORT"} and answers every request with 200 and {}.
"""
import json
import re
import signal
import socket
import sys
import threading

DROP = getattr(socket, "MSG_TRUNC", 0) if sys.platform == "linux" else 0
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


def serve(connection):
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
            length = re.search(rb"content-length: *(\d+)", head, re.I)
            left = int(length.group(1)) if length else 0
            # curl waits for this before it sends a large body.
            if left and re.search(rb"expect: *100-continue", head, re.I):
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            taken = min(left, len(rest))
            rest, left = rest[taken:], left - taken
            while left:
                got = connection.recv_into(scratch, min(left, len(scratch)), DROP)
                if not got:
                    return
                left -= got
            connection.sendall(ANSWER)


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
