"""The grants of a dump, under the names the roles have where it is restored."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

from mem0site.backup import archive, programs
from mem0site.backup.children import running
from mem0site.backup.contents import Contents
from mem0site.backup.errors import BackupError

STATEMENT = re.compile(
    r"^(?:ALTER DEFAULT PRIVILEGES FOR ROLE (?P<maker>\S+) .*)?(?:GRANT|REVOKE) .* "
    r"(?:TO|FROM) (?P<who>\S+);$"
)
ROLE = r"(?P<before> (?:TO|FROM|FOR ROLE) ){}(?=[ ;])"
PUBLIC = "PUBLIC"


@dataclass(slots=True)
class Grants:
    """`statements` as SQL; `unknown` are roles of the dump that do not exist here."""

    statements: str = ""
    unknown: set[str] = field(default_factory=set)

    def without(self, wanted: Contents) -> Contents:
        """The contents of the dump as far as they can be had here."""
        copy = wanted.model_copy(deep=True)
        for wall in copy.walls.values():
            wall.grants = [
                each
                for each in wall.grants
                if each.split(" ", 1)[0] not in self.unknown
            ]
        return copy


def of_dump(
    tools: programs.Programs,
    opened: zipfile.ZipFile,
    theirs: Mapping[str, str],
    ours: Mapping[str, str],
    connection: psycopg.Connection,
) -> Grants:
    """Every grant of a dump, with `theirs` renamed to `ours`."""
    names = {theirs[use]: ours[use] for use in theirs if use in ours}
    here = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    made = Grants()
    lines = []
    for line in _statements(tools, opened):
        found = STATEMENT.match(line)
        if found is None:
            continue
        roles = {_bare(role) for role in found.groupdict().values() if role}
        missing = {
            role for role in roles if names.get(role, role) not in here | {PUBLIC}
        }
        made.unknown |= missing
        if not missing:
            lines.append(_renamed(line, names))
    made.statements = "\n".join(lines) + "\n"
    return made


def _renamed(line: str, names: Mapping[str, str]) -> str:
    """One pass, so that roles that swap names do not become one."""

    def new(found: re.Match[str]) -> str:
        return f"{found['before']}{_quoted(names[_bare(found['role'])])}"

    any_of = "|".join(re.escape(form) for name in names for form in _forms(name))
    return re.sub(ROLE.format(f"(?P<role>{any_of})"), new, line)


def _forms(name: str) -> tuple[str, str]:
    return name, _quoted(name)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _statements(tools: programs.Programs, opened: zipfile.ZipFile) -> list[str]:
    """The lines of the script that has the access lists and nothing else."""
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        entries = _read(tools, opened, "--list").splitlines()
        chosen.write("\n".join(each for each in entries if " ACL " in each) + "\n")
        chosen.flush()
        return _read(
            tools, opened, f"--use-list={chosen.name}", "--file=-"
        ).splitlines()


def _read(tools: programs.Programs, opened: zipfile.ZipFile, *options: str) -> str:
    command = [tools.path("pg_restore"), *options]
    with opened.open(archive.DUMP) as dump, running(command) as child:
        feeder = child.feed(dump)
        text = child.source.read().decode()
        feeder.join()
        if child.ended():
            msg = "pg_restore cannot read the dump of the backup: use another one."
            raise BackupError(msg)
    return text
