"""A Redis server of our own: started on a free port with nothing written to disk, and stopped again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

PROGRAM = "redis-server"
NOT_THERE = f"no {PROGRAM} on PATH"
_STARTS, _SECONDS_TO_START = 3, 20.0


def find_program() -> str | None:
    """Return where the server's program is, None where it is not installed."""
    return shutil.which(PROGRAM)


@contextmanager
def running_server() -> Iterator[str]:
    """Hand out the URL of a server that runs until the block ends."""
    program = find_program()
    assert program is not None, NOT_THERE
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(_STARTS):
            port = _free_port()
            options = f"--port {port} --bind 127.0.0.1 --appendonly no --daemonize no".split()
            process = subprocess.Popen([program, *options, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL)
            try:
                if _answers(process, port):
                    yield f"redis://127.0.0.1:{port}/0"
                    return
            finally:
                process.terminate()
                process.wait()
    raise RuntimeError(f"{PROGRAM} does not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until our server answers; false where it ended first, since somebody else took the port meanwhile."""
    given_up_at = monotonic() + _SECONDS_TO_START
    while process.poll() is None and monotonic() < given_up_at:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"INFO server\r\n")
                told = connection.recv(4096)
        except OSError:
            sleep(0.02)
            continue
        return f"process_id:{process.pid}\r\n".encode() in told
    return False
