"""Reads requests and throws their bodies away, at less cost than any client: the server of the upload benchmarks.

On Linux the kernel drops the bytes itself (MSG_TRUNC), so that what is measured is the client. Prints
{"url": "http://127.0.0.1:PORT"} and answers every request with 200 and {}. With paths of a certificate and its key it
speaks TLS, and has to decrypt and copy what it drops.
"""
import re
import socket
import ssl
import sys

from wire import listen, read_head

TLS = None
if len(sys.argv) > 2:
    TLS = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    TLS.load_cert_chain(sys.argv[1], sys.argv[2])
DROP = getattr(socket, "MSG_TRUNC", 0) if sys.platform == "linux" and not TLS else 0
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


def serve(connection):
    if TLS:
        connection = TLS.wrap_socket(connection, server_side=True)
    scratch = bytearray(1 << 20)
    rest = b""
    with connection:
        while True:
            found = read_head(connection, rest)
            if found is None:
                return
            head, rest = found
            length = re.search(rb"content-length: *(\d+)", head, re.I)
            left = int(length.group(1)) if length else 0
            # curl waits for this before it sends a large body.
            if left and re.search(rb"expect: *100-continue", head, re.I):
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            taken = min(left, len(rest))
            rest, left = rest[taken:], left - taken
            while left:
                wanted = min(left, len(scratch))
                got = connection.recv_into(scratch, wanted, DROP) if DROP else connection.recv_into(scratch, wanted)
                if not got:
                    return
                left -= got
            connection.sendall(ANSWER)


listen(serve, "https" if TLS else "http")
