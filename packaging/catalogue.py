"""Writes the catalogue that a translator fills: every sentence of the kiosk, for Qt Linguist.

    python packaging/catalogue.py ko ko.ts      # a new catalogue, or the old one brought up to date
    pyside6-linguist ko.ts                      # translate; English is the source, Vietnamese its comment
    pyside6-lrelease ko.ts -qm config/languages/ko.qm

The one ``.qm`` file adds the language to the citizen's window; nothing else changes.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.domain.text import Text  # noqa: E402 - the package is beside this folder
from kiosk.ui.catalogue import CONTEXT, NAME  # noqa: E402

PACKAGES = ("kiosk.check", "kiosk.domain", "kiosk.ui")
"""Where sentences are written; a site's own words are in its profile."""


def sentences() -> list[Text]:
    """Every sentence that is a value of a module, each once, the language's own name first."""
    found: dict[Text, None] = {NAME: None}
    for package in PACKAGES:
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            module = importlib.import_module(info.name)
            for value in vars(module).values():
                found.update(dict.fromkeys(_texts(value)))
    return [text for text in found if text.en]


def _texts(value: object) -> Iterator[Text]:
    match value:
        case Text():
            yield value
        case Mapping():
            for part in value.values():
                yield from _texts(part)
        case tuple() | list() | frozenset():
            for part in value:
                yield from _texts(part)
        case Enum() | type():
            return
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _texts(getattr(value, field.name))


def document(language: str, before: ET.Element | None) -> ET.Element:
    """The catalogue as Qt Linguist's XML (``.ts``), with the translations that ``before`` has already."""
    known = _known(before)
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in sentences():
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = text.en
        ET.SubElement(message, "comment").text = text.vi
        if text == NAME:
            ET.SubElement(message, "extracomment").text = "What this language calls itself"
        translated = known.get((text.en, text.vi), "")
        translation = ET.SubElement(message, "translation")
        translation.text = translated
        if not translated:
            translation.set("type", "unfinished")
    return root


def _known(before: ET.Element | None) -> dict[tuple[str, str], str]:
    found = {}
    for message in before.iter("message") if before is not None else ():
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") is None:
            found[(message.findtext("source", ""), message.findtext("comment", ""))] = translation.text
    return found


def write(language: str, file: Path) -> int:
    """Write or renew the catalogue; says how many sentences are still to be translated."""
    before = ET.parse(file).getroot() if file.exists() else None  # noqa: S314 - the translator's own file, at build time
    root = document(language, before)
    ET.indent(root)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    file.write_text(head + ET.tostring(root, encoding="unicode") + "\n", "utf-8")
    return len(root.findall(".//translation[@type='unfinished']"))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("language")
    options.add_argument("file", type=Path)
    given = options.parse_args()
    missing = write(given.language, given.file)
    sys.stdout.write(f"{missing} of {len(sentences())} sentences are to be translated\n")
