"""`python -m tests.fuzz --seconds 60`: attack for a time; ends with the first fault."""

import argparse

from tests.fuzz.slice import run


def main() -> None:
    """Run for the seconds asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long; default: 60")
    parser.add_argument("--first", type=int, default=0, help="number of the first batch")
    options = parser.parse_args()
    count = run(options.seconds, options.first)
    print(f"{count} damaged files were read: each gave a result or one message")


if __name__ == "__main__":
    main()
