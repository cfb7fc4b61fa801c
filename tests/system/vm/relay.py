"""Run as `relay.py AGENT SHARED`: lets everybody into a VM's control channel, to which QEMU admits one.

Requests have ids that nobody else gives, so what comes back may go to all: each takes its own. It
ends with the VM.
"""

import asyncio
import subprocess
import sys

LONGEST_LINE = 1 << 30  # a request with all that its command reads
MOST_UNREAD = 64 << 20  # bytes; who reads no more, a stopped program, is let go


def start(agent, shared):
    """Runs on when the caller has ended."""
    subprocess.Popen([sys.executable, __file__, str(agent), str(shared)], stdin=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


async def serve(agent, shared):
    answers, requests = await asyncio.open_unix_connection(agent)
    clients = set()

    async def admit(lines, client):
        clients.add(client)
        try:
            async for line in lines:  # whole ones: others write between them
                if line.endswith(b"\n"):
                    requests.write(line)
                    await requests.drain()
        except (OSError, ValueError):
            pass  # it is gone, or no client of ours
        finally:
            clients.discard(client)
            client.close()

    await asyncio.start_unix_server(admit, shared, limit=LONGEST_LINE)
    while data := await answers.read(1 << 16):
        for client in list(clients):
            if client.transport.get_write_buffer_size() > MOST_UNREAD:
                client.transport.abort()
            else:
                client.write(data)


if __name__ == "__main__":
    try:
        asyncio.run(serve(*sys.argv[1:]))
    except OSError:
        pass  # the VM was killed
