"""Reading typed fields out of a YAML mapping, as Helm's decoder would, and noting a fault for each that is wrong.

Owns the types of fields. Must not know which fields there are.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from uploads.faults import Faults, quoted
from uploads.scalars import as_text
from uploads.yamltree import ListNode, MapNode, Node, ScalarNode

_KINDS = {ListNode: "a list", MapNode: "a mapping"}
MAX_TEXT_CHARACTERS = 20_000
MAX_ANNOTATION_CHARACTERS = 256 * 1024  # some carry documents of their own; the file's limit holds for them
_KEPT_CONTROLS = "\t\n\r"
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(slots=True)
class Fields:
    """The fields of one mapping of one file; `where` names the mapping in messages ("maintainers[0]")."""

    file: str
    faults: Faults
    pairs: dict[str, tuple[ScalarNode, Node]]
    line: int
    where: str = ""

    @classmethod
    def of(cls, node: MapNode, file: str, faults: Faults, known: Iterable[str], where: str = "") -> "Fields":
        """Takes a mapping apart, and refuses what two readers could take differently.

        That is duplicate keys, merges, and a known key in another case: Helm's decoder ignores case, others do not.
        """
        fields = cls(file, faults, {}, node.line, where)
        by_folded = {name.casefold(): name for name in known}
        for key, value in node.pairs:
            fields._take(key, value, by_folded)
        return fields

    def _take(self, key: ScalarNode, value: Node, by_folded: dict[str, str]) -> None:
        name = as_text(key.value) if key.value is not None else None
        if name is None:
            self.fault("", "Helm would write this number otherwise; put it in quotes", key.line)
            return
        proper = by_folded.get(name.casefold(), name)
        if key.is_merge:
            self.fault("", "merges (<<) are not allowed here; write the fields out", key.line)
        elif name in self.pairs:
            self.fault(name, "the key is there twice; keep one", key.line)
        elif proper != name:
            self.fault(name, f"the key must be written {proper}", key.line)
        else:
            self.pairs[name] = (key, value)

    def fault(self, name: str, message: str, line: int | None = None) -> None:
        path = ".".join(part for part in (self.where, name) if part)
        shown = quoted(path)[1:-1] if path else ""
        self.faults.add(self.file, f"{shown}: {message}" if shown else message, line or self.line_of(name))

    def line_of(self, name: str) -> int:
        return self.pairs[name][0].line if name in self.pairs else self.line

    def value(self, name: str) -> Node | None:
        """The field's node; None when it is absent or null, which Helm does not tell apart."""
        pair = self.pairs.get(name)
        if pair is None or (isinstance(pair[1], ScalarNode) and pair[1].value is None):
            return None
        return pair[1]

    def text(self, name: str) -> str | None:
        """A text in one line, as Helm keeps it: every white space a space, invisible characters dropped."""
        raw = self.raw_text(name)
        return None if raw is None else one_line(raw)

    def raw_text(self, name: str, max_characters: int = MAX_TEXT_CHARACTERS) -> str | None:
        """A text as written; numbers and booleans count as the text that Helm makes of them."""
        node = self.value(name)
        return None if node is None else self.text_of(node, name, max_characters)

    def text_of(self, node: Node, name: str, max_characters: int = MAX_TEXT_CHARACTERS) -> str | None:
        if not isinstance(node, ScalarNode) or node.value is None:
            self.fault(name, f"must be a text, not {_KINDS.get(type(node), 'null')}", node.line)
            return None
        text = as_text(node.value)
        if text is None:
            self.fault(name, "Helm would write this number otherwise; put it in quotes", node.line)
        elif len(text) > max_characters:
            self.fault(name, f"must be at most {max_characters} characters long, not {len(text)}", node.line)
            return None
        elif not is_clean(text):
            self.fault(name, "has control characters; remove them", node.line)
            return None
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        items = (self.text_of(item, f"{name}[{at}]") for at, item in enumerate(self.items(name)))
        return tuple(one_line(item) for item in items if item is not None)

    def items(self, name: str) -> list[Node]:
        node = self.value(name)
        if node is None or isinstance(node, ListNode):
            return [] if node is None else node.items
        self.fault(name, "must be a list; begin each item with a dash", node.line)
        return []

    def flag(self, name: str) -> bool:
        node = self.value(name)
        if node is None:
            return False
        if not isinstance(node, ScalarNode) or not isinstance(node.value, bool):
            self.fault(name, "must be true or false, without quotes", node.line)
            return False
        return node.value

    def text_map(self, name: str) -> dict[str, str]:
        """A mapping of texts, as written; null counts as the empty text, as it does for Helm."""
        node = self.value(name)
        if node is None:
            return {}
        if not isinstance(node, MapNode):
            self.fault(name, "must be a mapping of names to texts", node.line)
            return {}
        inner = Fields.of(node, self.file, self.faults, (), f"{self.where}.{name}".lstrip("."))
        keys = [key for key in inner.pairs if inner.is_clean_key(key)]
        return {key: inner.raw_text(key, MAX_ANNOTATION_CHARACTERS) or "" for key in keys}

    def is_clean_key(self, name: str) -> bool:
        if is_clean(name):
            return True
        self.fault(name, "the key has control characters; remove them")
        return False


def one_line(text: str) -> str:
    """As Helm keeps metadata: each white space is a space, and what does not print is dropped."""
    if text.isprintable():
        return text
    # Only what differs is looked up, once for each character there is: texts are long and few characters are many.
    return text.translate({ord(each): _printed(each) for each in set(text) if not each.isprintable()})


def is_clean(text: str) -> bool:
    """Whether a text can be kept and shown: no control characters but line breaks and tabs, no lone surrogates."""
    return _UNCLEAN.search(text) is None


def _printed(character: str) -> str:
    category = unicodedata.category(character)
    if character in _KEPT_CONTROLS or category in ("Zs", "Zl", "Zp"):
        return " "
    return "" if category in ("Cc", "Cf", "Co", "Cs") else character
