"""Documents as text, read here: PDF by pypdf, MDX and Markdown by markdown-it.

A file is hostile until it is read: sizes and pages are bounded, and whatever a parser
trips over is one clear error. Long texts come in pieces of a message's size, cut
between paragraphs, because a memory is found by the surroundings of its message.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from pypdf import PdfReader

from mem0.exceptions import ValidationError
from orgs import limits

PIECE = 2_000
"""Characters of one piece."""
BLANK = re.compile(r"\n\s*\n")
MODULE_LINE = re.compile(
    r"^(?:import\s.+|export\s+(?:default|const|let|function|\{).*)$", re.MULTILINE
)
COMPONENT = re.compile(
    r"</?[A-Z][\w.]*(?:\s[^<>]{0,2000})?/?>|\{/\*.*?\*/\}", re.DOTALL
)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def of_pdf(data: bytes, where: str) -> str:
    """The text of a PDF. Raises `ValidationError` where there is none to be read."""
    most = limits.current().pages
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValidationError(f"{where}: the PDF is protected by a password.")
        if len(reader.pages) > most:
            msg = f"{where}: the PDF has {len(reader.pages)} pages, at most {most} are read."
            raise ValidationError(msg)
        text = "\n\n".join(page.extract_text() for page in reader.pages)
    except ValidationError:
        raise
    except Exception as exc:  # a hostile file may trip the parser anywhere
        raise ValidationError(f"{where}: this is no PDF that can be read.") from exc
    return _some(text, where)


def of_mdx(data: bytes, where: str) -> str:
    """The text of MDX or Markdown, without code of components, imports and exports."""
    source = FRONT_MATTER.sub("", _decoded(data, where).replace("\r\n", "\n"))
    source = COMPONENT.sub("", MODULE_LINE.sub("", source))
    parser = MarkdownIt("commonmark", {"html": False})
    blocks = [
        "".join(
            " " if part.type in {"softbreak", "hardbreak"} else part.content
            for part in token.children or ()
        )
        for token in parser.parse(source)
        if token.type == "inline"
    ]
    return _some("\n\n".join(block for block in blocks if block.strip()), where)


def of_text(data: bytes, where: str) -> str:
    """A plain text, in UTF-8."""
    return _some(_decoded(data, where), where)


def pieces(text: str) -> Iterator[str]:
    """The text in pieces of at most `PIECE` characters, cut between paragraphs
    where it can be, else between words."""
    held = ""
    for paragraph in BLANK.split(text):
        for part in _words(paragraph.strip()):
            if held and len(held) + len(part) + 2 > PIECE:
                yield held
                held = ""
            held = f"{held}\n\n{part}" if held else part
    if held:
        yield held


def _words(paragraph: str) -> Iterator[str]:
    while len(paragraph) > PIECE:
        end = paragraph.rfind(" ", 1, PIECE)
        end = PIECE if end < 0 else end
        yield paragraph[:end]
        paragraph = paragraph[end:].lstrip()
    if paragraph:
        yield paragraph


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(f"{where}: the document is no text in UTF-8.") from None


def _some(text: str, where: str) -> str:
    """The text without what a database cannot hold. Raises if nothing is left, or
    more than one add may say."""
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    most = limits.current().document
    if not text:
        raise ValidationError(f"{where}: there is no text in the document.")
    if len(text.encode()) > most:
        msg = f"{where}: the document has more than {most} bytes of text."
        raise ValidationError(msg)
    return text
