#!/usr/bin/python3
"""load.py NAME PASSWORD COUNT: peers of the cell until it has COUNT, over REST, as a person's script
would add them. Says as JSON how many it added and in how many seconds."""

import base64
import json
import os
import sys
import threading
import time

from rest import Client

CONNECTIONS = 4  # what waits for the disk at the same time is committed together


def add(name, password, numbers):
    client = Client().log_in(name, password)
    for number in numbers:
        key = base64.b64encode(os.urandom(32)).decode()
        client.ask("POST", "/api/peers", {"name": f"load-{number}", "public_key": key})


def main():
    name, password, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    present = Client().log_in(name, password).ask("GET", "/api/peers?limit=1")["total"]
    threads = [threading.Thread(target=add, args=(name, password, range(present + i, count, CONNECTIONS)))
               for i in range(CONNECTIONS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    total = Client().log_in(name, password).ask("GET", "/api/peers?limit=1")["total"]
    if total != count:
        raise SystemExit(f"{total} peers instead of {count}")
    print(json.dumps({"added": count - present, "seconds": took}))


main()
