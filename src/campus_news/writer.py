"""A block of Markdown's tree -> HTML, with the characters and the line breaks that Python-Markdown gives it.

The library goes over the whole tree twice for that, and asks of every element which of sixty names it has.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.serializers import RE_AMP
from markdown.util import BLOCK_LEVEL_ELEMENTS

_BLOCK = frozenset(BLOCK_LEVEL_ELEMENTS)
_VOID = frozenset({"hr", "img"})


def html(element: Element) -> str:
    """The element and all in it, without its tail."""
    tag, text = element.tag, element.text
    attributes = _attributes(element.attrib) if element.attrib else ""
    inner = _escaped(text) if text else ""
    if len(element):
        if tag in _BLOCK and element[0].tag in _BLOCK and not inner.strip():
            inner = "\n"
        parts = [inner]
        for child in element:
            parts.append(html(child))
            tail = child.tail
            if child.tag in _BLOCK and not (tail and tail.strip()):
                parts.append("\n")
            elif tail:
                parts.append(_escaped(tail))
        inner = "".join(parts)
    return f"<{tag}{attributes}>" if tag in _VOID else f"<{tag}{attributes}>{inner}</{tag}>"


def _attributes(values: dict[str, str]) -> str:
    text = ""
    for name, value in sorted(values.items()):
        text += f' {name}="' + _escaped(value).replace('"', "&quot;") + '"'
    return text


def _escaped(text: str) -> str:
    """`text` with its signs written out; an entity is left."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text
