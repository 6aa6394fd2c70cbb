"""`python -m annotator`: the program, where its command is not on the path."""

import sys

from annotator.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
