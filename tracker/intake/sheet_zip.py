"""Workbooks and Word files are archives of XML: looked over before a library opens them."""

import zlib
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tracker.refusals import Refusal

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 120 * MEGABYTE
# Only XML is taken apart; it costs some five times its size in memory.
MOST_XML = 60 * MEGABYTE
MOST_PARTS = 5_000
# A cell is about four tags and its text four more: 5,000 rows of 12 cells have half a million.
MOST_TAGS = 2_500_000
# Styles, names and the like cost more for each tag; Excel itself ends at 65,490 styles.
MOST_OTHER_TAGS = 300_000
MOST_STRINGS = 500_000
BULKY = (
    "xl/worksheets/", "xl/sharedstrings", "word/document",
    # Never opened here, whatever their size.
    "xl/calcchain", "xl/charts/", "xl/drawings/", "xl/externallinks/", "xl/pivotcache/",
)  # fmt: skip
# Nothing in an office file declares entities; whoever does wants to fill the memory with them.
_DECLARATIONS = tuple(
    word.encode(code)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
)
_CHUNK = 64 * 1024
_XML = (".xml", ".rels", ".vml")


class _Counted(NamedTuple):
    """What unpacking has come to so far."""

    unpacked: int = 0
    xml: int = 0
    tags: int = 0
    other_tags: int = 0
    strings: int = 0


def checked_zip(name: str, content: bytes) -> ZipFile:
    """The archive, every part of it unpacked once in pieces and found whole and bounded.

    Raises Refusal for what is damaged, locked, declares entities or would unpack beyond the limits;
    sizes are counted as they come out, whatever the archive claims.
    """
    try:
        archive = ZipFile(BytesIO(content))
        parts = archive.infolist()
        _refuse_claims(name, parts)
        counted = _Counted()
        for part in parts:
            counted = _unpacked(name, archive, part, counted)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise damaged(name) from fault
    return archive


def damaged(name: str) -> Refusal:
    """What is said of a file that is cut short or broken."""
    return Refusal(
        f"{name} is damaged or incomplete. Open it in the program it was made with, save it anew"
        " and try again."
    )


def _refuse_claims(name: str, parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal(f"{name} is locked with a password. Save it without the password.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_much(name)
    # bzip2 and LZMA, which no office program writes, unpack without a bound in one go.
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise damaged(name)


def _unpacked(name: str, archive: ZipFile, part: ZipInfo, before: _Counted) -> _Counted:
    """The count with `part` added; its check sum is verified by reading to its end."""
    counted, seen = before, b""
    is_xml = part.filename.lower().endswith(_XML)
    bulky = part.filename.lower().lstrip("/").startswith(BULKY)
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            xml = piece if is_xml else b""
            tags = xml.count(b"<")
            counted = _Counted(
                counted.unpacked + len(piece),
                counted.xml + len(xml),
                counted.tags + tags,
                counted.other_tags + (0 if bulky else tags),
                counted.strings + xml.count(b"<si"),
            )
            _refuse_excess(name, counted)
            _refuse_entities(name, seen[-20:] + xml)
            seen = xml
    return counted


def _refuse_excess(name: str, counted: _Counted) -> None:
    most = _Counted(MOST_UNPACKED, MOST_XML, MOST_TAGS, MOST_OTHER_TAGS, MOST_STRINGS)
    if any(so_far > limit for so_far, limit in zip(counted, most, strict=True)):
        raise _too_much(name)


def _refuse_entities(name: str, xml: bytes) -> None:
    if b"!" in xml and any(word in xml for word in _DECLARATIONS):
        raise Refusal(
            f"{name} holds declarations that no spreadsheet or Word program writes; it was not"
            " opened. Copy the table into a new file."
        )


def _too_much(name: str) -> Refusal:
    return Refusal(
        f"{name} unpacks to more than can be read. Copy the table alone, without pictures and"
        " formatted blank rows, into a new file."
    )
