from __future__ import annotations

import os
import signal
import sys

from mem0site.embedded.console import Console
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.leash import follow_parent
from mem0site.embedded.options import Options
from mem0site.embedded.supervisor import Supervisor


def main(arguments: list[str]) -> int:
    """`--with-parent` ends the platform when the calling process ends, as make's."""
    console = Console()
    if "--with-parent" in arguments:
        follow_parent(os.getppid(), signal.SIGTERM)
    try:
        options = Options.read(os.environ)
    except EmbeddedError as error:
        console.complain(str(error))
        return 1
    return Supervisor(options, console).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
