"""Small files of our own: replaced whole or not at all, readable by their owner only."""

import os
import tempfile
from pathlib import Path


def replace(file: Path, text: str) -> None:
    """Put `text` in the place of `file`; a crash leaves the old text or the new.

    Raises:
        OSError: if the disk refuses; the old file then stands.

    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
