"""Bytes to the server and back, for what no client library would send."""

import socket


def exchange(port: int, request: bytes, *, patience: float = 10) -> bytes:
    """What the server at `port` answers to these very bytes, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer
