"""What is said between a device and its server instead of the token.

HMAC-SHA-256 (RFC 2104), keyed by what the server keeps of the token. The label in front keeps
each kind of message from being taken for another; the port, and the number of the server's run,
keep it from being passed on to another server, or to the next one on that port.

extension/lib/proof.js makes and checks the same; tests/vectors/proof.json holds both to it.
"""

import hashlib
import hmac


def name_of(token_sha256: str) -> str:
    """What a device calls itself before it trusts who listens: nobody else can make anything of it.

    It is made of the token alone, so that a pairing needs to keep nothing else.
    """
    return _mac(token_sha256, "winnow device")


def proof(token_sha256: str, port: int, run: str, challenge: str) -> str:
    """That one knows a token by its digest, for whoever made up `challenge`."""
    return _mac(token_sha256, f"winnow server {port} {run} {challenge}")


def look_up(token_sha256: str, port: int, run: str, challenge: str, body: bytes) -> str:
    """That a device asks this very run of the server what `body` asks."""
    return _mac(token_sha256, f"winnow look-up {port} {run} {challenge} {_digest(body)}")


def answered(token_sha256: str, port: int, challenge: str, body: bytes) -> str:
    """That `body` is the server's answer to the look-up that made up `challenge`."""
    return _mac(token_sha256, f"winnow answer {port} {challenge} {_digest(body)}")


def is_same(given: str, wanted: str) -> bool:
    """Whether what was sent is what it had to be, compared in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _mac(token_sha256: str, said: str) -> str:
    written = said.encode("utf-8", "surrogatepass")
    return hmac.new(token_sha256.encode(), written, hashlib.sha256).hexdigest()
