#!/usr/bin/env python3
"""Sends the files of a folder to a Zenodo Connect gateway, once each has come to rest.

One file, Python's standard library, Python 3.6 or later: for control PCs where nothing can be installed.

    GW_TOKEN=gwi_... python3 zenodo_agent.py FOLDER https://gw.lab.example/in/xrd

Files lie in FOLDER/<dataset>/<file>, or anywhere below with --dataset NAME. A file counts as complete when its size and
date did not change for --quiet seconds of this program's own clock, or, with --marker, when its marker is beside it.
What was sent is written to FOLDER/.zenodo-agent.jsonl; what could not be sent is tried again, and nothing is deleted.
What the gateway refused is not sent again unless it changes, or --again says so.
"""

import argparse
import hashlib
import http.client
import json
import os
import ssl
import stat
import sys
import time
from urllib.parse import quote, urlsplit

LEDGER = ".zenodo-agent.jsonl"
# A token or an address that is wrong is no fault of the file: it waits until they are right.
FOR_NOW = {401, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504, 507}
CHUNK = 1024 * 1024


def stamp_of(path):
    """Size and date of a regular file; None for anything else, and for what is gone."""
    try:
        info = os.lstat(path)
    except OSError:
        return None
    return [info.st_size, info.st_mtime_ns] if stat.S_ISREG(info.st_mode) and info.st_size > 0 else None


class Ledger:
    """What was sent or refused, one line each, so that a restart does not begin again."""

    def __init__(self, folder, again=False):
        self.path = os.path.join(folder, LEDGER)
        self.known = set()
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as lines:
                for line in lines:
                    try:
                        entry = json.loads(line)
                        one = (entry["file"], tuple(entry["stamp"]))
                        (self.known.discard if again and "problem" in entry else self.known.add)(one)
                    except (ValueError, KeyError, TypeError):
                        continue  # a line that a crash cut
        open(self.path, "a", encoding="utf-8").close()

    def has(self, name, stamp):
        return (name, tuple(stamp)) in self.known

    def add(self, name, stamp, **more):
        self.known.add((name, tuple(stamp)))
        with open(self.path, "a", encoding="utf-8") as lines:
            lines.write(json.dumps(dict(file=name, stamp=stamp, **more)) + "\n")
            lines.flush()
            os.fsync(lines.fileno())


def candidates(folder):
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield os.path.join(base, name)


def place_of(folder, path, dataset):
    """The dataset and the name in the record; folders below become part of the name."""
    parts = os.path.relpath(path, folder).split(os.sep)
    if dataset is not None:
        return dataset, "__".join(parts)
    return (parts[0], "__".join(parts[1:])) if len(parts) > 1 else (None, parts[0])


def send(route, token, dataset, name, path, timeout):
    """One PUT. Returns the status and what the gateway said; raises OSError when it is not reached."""
    digest = hashlib.sha256()
    with open(path, "rb") as body:
        for chunk in iter(lambda: body.read(CHUNK), b""):
            digest.update(chunk)
        size = body.tell()
        body.seek(0)
        kind = http.client.HTTPSConnection if route.scheme == "https" else http.client.HTTPConnection
        more = {"context": ssl.create_default_context()} if route.scheme == "https" else {}
        connection = kind(route.netloc, timeout=timeout, **more)
        try:
            target = "%s/%s/%s" % (route.path.rstrip("/"), quote(dataset, safe=""), quote(name, safe=""))
            headers = {
                "Authorization": "Bearer " + token,
                "Content-Length": str(size),
                "X-Checksum-SHA256": digest.hexdigest(),
                "Accept": "text/plain",
            }
            connection.request("PUT", target, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read(64 * 1024).decode("utf-8", "replace").strip()
        finally:
            connection.close()


def say(word, path, text):
    print("%s %-8s %s  %s" % (time.strftime("%Y-%m-%dT%H:%M:%S"), word, path, text.encode("ascii", "backslashreplace").decode()), flush=True)


def look(options, ledger, seen):
    """One look over the folder. Returns how many files wait for their rest or for the gateway."""
    waiting = 0
    marker = options.marker
    for path in candidates(options.folder):
        name = os.path.relpath(path, options.folder)
        if marker and any(part and os.path.basename(path).endswith(part) for part in [marker.split("{name}")[-1]]):
            continue
        stamp = stamp_of(path)
        if stamp is None or ledger.has(name, stamp):
            continue
        before = seen.get(path)
        now = time.monotonic()
        if before is None or before[0] != stamp:
            seen[path] = (stamp, now)
            waiting += 1
            continue
        beside = marker and os.path.join(os.path.dirname(path), marker.replace("{name}", os.path.basename(path)))
        if (beside and not os.path.isfile(beside)) or (not beside and now - before[1] < options.quiet):
            waiting += 1
            continue
        dataset, file = place_of(options.folder, path, options.dataset)
        if dataset is None:
            ledger.add(name, stamp, problem="no dataset")
            say("refused", name, "it is in no folder that names its dataset; give --dataset")
            continue
        try:
            status, text = send(options.route, options.token, dataset, file, path, options.timeout)
        except (OSError, http.client.HTTPException) as error:
            say("waiting", name, "the gateway cannot be reached: %s" % error)
            return waiting + 1
        if stamp_of(path) != stamp:
            seen.pop(path, None)
            waiting += 1
        elif status in (200, 202):
            ledger.add(name, stamp, job=text)
            say("sent", name, text)
        elif status in FOR_NOW:
            say("waiting", name, text)
            return waiting + 1
        else:
            ledger.add(name, stamp, problem=text)
            say("refused", name, text)
    return waiting


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("to", help="the route, such as https://gw.lab.example/in/xrd")
    parser.add_argument("--dataset", help="one for all files; the first folder below otherwise")
    parser.add_argument("--quiet", type=float, default=30, help="seconds without a change (30)")
    parser.add_argument("--marker", help="a file that says that another is complete, such as {name}.done")
    parser.add_argument("--every", type=float, default=10, help="seconds between two looks (10)")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one answer (600)")
    parser.add_argument("--token-file", help="holds the token; GW_TOKEN in the environment otherwise")
    parser.add_argument("--again", action="store_true", help="send once more what was refused before, after the recipe was changed")
    parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
    options = parser.parse_args()
    options.route = urlsplit(options.to)
    if options.route.scheme not in ("http", "https") or not options.route.netloc:
        parser.error("the address of the route begins with https://")
    if options.marker and "{name}" not in options.marker:
        parser.error("--marker holds {name}, such as {name}.done")
    if options.token_file:
        try:
            with open(options.token_file, encoding="utf-8") as file:
                options.token = file.read().strip()
        except OSError as error:
            parser.error("the token cannot be read: %s" % error)
    else:
        options.token = os.environ.get("GW_TOKEN", "").strip()
    if not options.token:
        parser.error("a token is missing: set GW_TOKEN, or --token-file")
    try:
        os.listdir(options.folder)
        ledger, seen = Ledger(options.folder, options.again), {}
    except OSError as error:
        parser.error("the folder cannot be read and written: %s" % error)
    while True:
        waiting = look(options, ledger, seen)
        if options.once and waiting == 0:
            return 0
        time.sleep(options.every)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
