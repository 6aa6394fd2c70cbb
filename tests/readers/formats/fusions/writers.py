"""Fusions written as each caller writes them.

Every module `writers_<group>.py` of this folder states

* `WRITERS`: of each format's name, the function that writes one fusion as a file of it;
* `LOST`: of a format that cannot say all of a fusion, the words of `Told` that it leaves out.
"""

import importlib
import pkgutil

from tests.builders.fusion_tables import Told, Writer
from tests.readers.formats import fusions

WRITERS: dict[str, Writer] = {}
LOST: dict[str, frozenset[Told]] = {}
for _module in pkgutil.iter_modules(fusions.__path__):
    if _module.name.startswith("writers_"):
        _group = importlib.import_module(f"{fusions.__name__}.{_module.name}")
        WRITERS.update(_group.WRITERS)
        LOST.update({name: frozenset(lost) for name, lost in _group.LOST.items()})
