"""`manage.py doctor`"""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mem0site.doctor.examination import examine
from mem0site.doctor.findings import Finding, State

MARKS = {State.OK: "ok     ", State.WARNING: "warning", State.ERROR: "ERROR  "}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Command(BaseCommand):
    help = "Look at everything the platform needs; say what is wrong and what to do."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="findings as JSON")
        parser.add_argument(
            "--no-providers",
            action="store_true",
            help="do not ask the language model, the embedder and the stores",
        )
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 on warnings as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.CRITICAL)  # what clients log is in the findings
        try:
            self._examine(options)
        finally:
            logging.disable(logging.NOTSET)

    def _examine(self, options: dict[str, Any]) -> None:
        found = []
        for finding in examine(providers=not options["no_providers"]):
            found.append(finding)
            if not options["json"]:
                self._show(finding)
        count = Counter(finding.state for finding in found)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found], indent=2))
        else:
            errors = _counted(count[State.ERROR], "error")
            warnings = _counted(count[State.WARNING], "warning")
            self.stdout.write(f"\n{errors}, {warnings}.")
        if count[State.ERROR] or (options["strict"] and count[State.WARNING]):
            sys.exit(1)

    def _show(self, finding: Finding) -> None:
        styles = {State.WARNING: self.style.WARNING, State.ERROR: self.style.ERROR}
        style = styles.get(finding.state, self.style.SUCCESS)
        self.stdout.write(
            f"{style(MARKS[finding.state])}  {finding.part}: {finding.found}"
        )
        if finding.advice:
            self.stdout.write(f"         → {finding.advice}")
