#!/usr/bin/python3
"""load.py NAME PASSWORD COUNT: peers of the cell until it has COUNT, over REST, as a person's script
would add them. Says as JSON how many it added and in how many seconds."""

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


def main():
    name, password, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = Client().log_in(name, password)
    present = client.ask("GET", "/api/peers?limit=1")["total"]
    begin = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for done in [threads.submit(add, client.another(), range(present + i, count, CONNECTIONS))
                     for i in range(CONNECTIONS)]:
            done.result()
    took = time.perf_counter() - begin
    total = client.another().ask("GET", "/api/peers?limit=1")["total"]
    if total != count:
        raise SystemExit(f"{total} peers instead of {count}")
    print(json.dumps({"added": count - present, "seconds": took}))


main()
