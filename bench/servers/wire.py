"""What the Python servers of the benchmarks share: a listener that tells its address, and the head of a request."""
import json
import signal
import socket
import sys
import threading


def read_head(connection, rest):
    """The next request's head, and what came behind it; None when the client has left."""
    while b"\r\n\r\n" not in rest:
        part = connection.recv(65536)
        if not part:
            return None
        rest += part
    return rest.split(b"\r\n\r\n", 1)


def listen(serve, scheme="http"):
    """Prints {"url": …} and serves each connection in a thread of its own until SIGTERM."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps({"url": f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
    while True:
        accepted, _ = listener.accept()
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(accepted,), daemon=True).start()
