"""Whether something stands at a path, for paths that users write: any text, of any length.

The methods of `Path` of the same purpose raise errors for some of them: a name of more than 255
bytes, a NUL byte, a folder that may not be entered.
"""

import stat
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether anything stands there."""
    return _mode(path) is not None


def is_file(path: Path) -> bool:
    """Whether a regular file stands there, itself or by a link."""
    mode = _mode(path)
    return mode is not None and stat.S_ISREG(mode)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there, itself or by a link."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None
