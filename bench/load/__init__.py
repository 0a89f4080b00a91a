"""An open-loop load on a running server: `python -m bench.load --help`."""
