"""A mail server that writes down what it gets, and can stop in the middle of a mail.

Run as ``python sink.py PORT FILE GATE``. While the file GATE exists, the next mail waits: where it
says "before", before it is written down; where it says "after", after that and before the answer.
A mail that waits makes the file GATE.reached.
"""

import asyncio
import json
import os
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, file, gate):
        self.file, self.gate = Path(file), Path(gate)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        await self.wait_at("before")
        message = message_from_bytes(envelope.content)
        line = {
            "to": envelope.rcpt_tos,
            "id": message["Message-ID"],
            "list": message["List-Id"],
            "unsubscribe": message["List-Unsubscribe"],
        }
        with self.file.open("a") as out:
            out.write(json.dumps(line) + "\n")
            out.flush()
            os.fsync(out.fileno())
        await self.wait_at("after")
        return "250 OK"

    async def wait_at(self, step):
        if not self.gate.exists() or self.gate.read_text() != step:
            return
        self.gate.with_suffix(".reached").touch()
        # A client that is killed ends this coroutine here.
        while self.gate.exists():
            await asyncio.sleep(0.01)


async def serve(port, file, gate):
    loop = asyncio.get_running_loop()
    sink = Sink(file, gate)
    server = await loop.create_server(
        lambda: SMTP(sink, loop=loop, ident="sink", hostname="sink.test"), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
