"""The folders of packaged data: inside an installed package, or in the repository."""

from pathlib import Path


def resource_folder(name: str) -> Path:
    """Return the folder of one kind of resources, e.g. `reference` or `knowledge`.

    It is the one inside the installed package, else `resources/NAME` of the repository. Raises
    FileNotFoundError where neither exists.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources" / name, package.parent / "resources" / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the resources {name!r} of the program are missing")
