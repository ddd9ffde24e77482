"""Bytes to the server and back, for what no client library would send."""

import re
import socket
from pathlib import Path

import pytest


def exchange(port: int, request: bytes, *, patience: float = 10) -> bytes:
    """What the server at `port` answers to these very bytes, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


def memory_peak_mb(server):
    """The most memory the server has held so far."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def open_files(server):
    return sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
