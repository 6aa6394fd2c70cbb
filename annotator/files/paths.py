"""Tests of paths that users write: any text, of any length.

The similar methods of `Path` raise errors for some: a name of more than 255 bytes, a NUL byte, a
folder without permission.
"""

import stat
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether anything exists at a path."""
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether a path is a regular file or a link to one."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder or a link to one."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None
