"""Where the data of the program lie: inside an installed package, or in the repository."""

from pathlib import Path


def resource_folder(name: str) -> Path:
    """The folder of one kind of resources, e.g. `reference` or `knowledge`.

    Prefers the copy inside the installed package, else `resources/NAME` of the repository.
    Raises FileNotFoundError when neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources" / name, package.parent / "resources" / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the resources {name!r} of the program are missing")
