#!/usr/bin/python3
"""load.py NAME PASSWORD COUNT: adds or removes peers of the cell until it has COUNT, over REST, as a
person's script would. Says as JSON how many that were and in how many seconds."""

import base64
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from rest import Client

CONNECTIONS = 4  # what waits for the disk at the same time is committed together


def add(client, numbers):
    for number in numbers:
        key = base64.b64encode(os.urandom(32)).decode()
        client.ask("POST", "/api/peers", {"name": f"load-{number}", "public_key": key})


def remove(client, ids):
    for peer in ids:
        client.ask("DELETE", f"/api/peers/{peer}")


def all_ids(client):
    ids, cursor = [], ""
    while True:
        page = client.ask("GET", f"/api/peers?limit=1000{cursor}")
        ids += [peer["id"] for peer in page["peers"]]
        if not page.get("next"):
            return ids
        cursor = f"&cursor={page['next']}"


def share(client, act, work):
    """`work` done over all connections at once."""
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for done in [threads.submit(act, client.another(), work[i::CONNECTIONS]) for i in range(CONNECTIONS)]:
            done.result()


def main():
    name, password, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = Client().log_in(name, password)
    present = client.ask("GET", "/api/peers?limit=1")["total"]
    act, work = (add, range(present, count)) if present < count else (remove, all_ids(client)[count:])
    begin = time.perf_counter()
    share(client, act, work)
    took = time.perf_counter() - begin
    total = client.another().ask("GET", "/api/peers?limit=1")["total"]
    if total != count:
        raise SystemExit(f"{total} peers instead of {count}")
    print(json.dumps({"peers": abs(count - present), "seconds": took}))


main()
