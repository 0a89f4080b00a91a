"""`python -m mem0`, and the program `mem0site`: the command line."""

from __future__ import annotations

import sys

NEEDED = "The command line needs a package that is not installed ({}): "
INSTALL = "pip install 'mem0site[cli]'"


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from mem0.cli.main import run  # noqa: PLC0415  its packages are an extra
    except ModuleNotFoundError as exc:
        if exc.name not in {"typer", "rich"}:
            raise
        sys.exit(NEEDED.format(exc.name) + INSTALL)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
