"""Hugo's shortcodes: those that come with it as Markdown and links, all others as text, told.

gohugo.io, "Shortcodes". They are worked out before Markdown is, in code too.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from brief.importing.linking import SOURCE
from brief.importing.material import Note, Sort

_CALL = re.compile(
    r"\{\{(?P<sign>[<%])(?P<hidden>/\*)?\s*(?P<closing>/)?\s*(?P<name>[\w./-]+?)(?=[\s/>%*])"
    r"(?P<rest>(?:`[^`]*`|\"(?:[^\"\\]|\\.)*\"|(?!\*/|[>%]\}\}).)*?)(?P<self>/)?\s*(?:\*/)?[>%]\}\}",
    re.DOTALL,
)
_PARAMETER = re.compile(
    r"(?:(?P<key>[\w-]+)\s*=\s*)?(?:`(?P<raw>[^`]*)`|\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<bare>[^\s\"`=]+))", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Call:
    """One shortcode: its parameters by name, and by place from "0"; what stands within it, None where it has no end."""

    name: str
    given: Mapping[str, str]
    inner: str | None
    line: int

    def get(self, *names: str) -> str:
        return next((self.given[name] for name in names if name in self.given), "")


Locate = Callable[[str], str | None]
"""The path in the source of the page that a reference names."""


@dataclass(frozen=True, slots=True)
class Around:
    """What shortcodes ask of where they stand: the file's `path`, its fields, and what references name."""

    path: str
    line: int
    fields: Mapping[str, object]
    locate: Locate


def resolved(body: str, around: Around) -> tuple[str, list[Note]]:
    """`body` without Hugo's own shortcodes; others stand there as text."""
    notes: list[Note] = []
    return _resolved(body, around, around.line, notes), notes


def _resolved(body: str, around: Around, line: int, notes: list[Note]) -> str:
    made: list[str] = []
    at = 0
    while found := _CALL.search(body, at):
        made.append(body[at : found.start()])
        here = line + body.count("\n", 0, found.start())
        at = found.end()
        if found["hidden"]:
            made.append(re.sub(r"\{\{([<%])/\*\s?", r"{{\1 ", re.sub(r"\s?\*/([>%]\}\})", r" \1", found[0])))
            continue
        inner = None
        if not found["closing"] and not found["self"] and (end := _closing(found, body)):
            inner = body[at : end.start()]
            at = end.end()
        call = Call(found["name"], _parameters(found["rest"]), inner, here)
        change = None if found["closing"] else _KNOWN.get(call.name)
        text = change(call, around) if change else None
        if text is None:
            if not found["closing"]:
                message = f"The shortcode `{call.name}` is not Hugo's own, and stands in the text as it was written."
                notes.append(Note(Sort.PERSON, f"shortcode `{call.name}`", around.path, here, message))
            made.append(_as_text(found[0]))
            if inner is not None:
                inner_line = here + found[0].count("\n")
                made += [_resolved(inner, around, inner_line, notes), _as_text(end[0] if end else "")]
            continue
        if lost := [f"{key}={value}" for key, value in call.given.items() if key not in _USED[call.name]]:
            message = f"Of the shortcode `{call.name}`: {', '.join(lost)}"
            notes.append(Note(Sort.LEFT_OUT, "parameters of shortcodes", around.path, here, message))
        if call.name in _RECURSIVE:
            text = _resolved(text, around, here, notes)
        if call.name in _CHANGED:
            message = f"The shortcode `{call.name}` is {_CHANGED[call.name]} now."
            notes.append(Note(Sort.CHANGED, f"shortcode `{call.name}`", around.path, here, message))
        made.append(text)
    made.append(body[at:])
    return "".join(made)


def _closing(opening: re.Match[str], body: str) -> re.Match[str] | None:
    """The end of what an opening shortcode has within it, past those of its name that are within each other."""
    depth = 1
    for found in _CALL.finditer(body, opening.end()):
        if found["hidden"] or found["name"] != opening["name"] or found["self"]:
            continue
        depth += -1 if found["closing"] else 1
        if depth == 0:
            return found
    return None


def _parameters(rest: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for index, found in enumerate(_PARAMETER.finditer(rest)):
        value = found["raw"] if found["raw"] is not None else found["bare"]
        if value is None:
            value = re.sub(r"\\(.)", r"\1", found["quoted"])
        given[found["key"] or str(index)] = value
    return given


def _as_text(written: str) -> str:
    """A shortcode so that neither attributes nor HTML are seen in it."""
    return "\\" + re.sub(r"^\{\{([<%])\s*", r"{{\1 ", written) if written else ""


def _reference(call: Call, around: Around) -> str | None:
    named = call.get("0", "path")
    path, hash_, fragment = named.partition("#")
    if not path:
        return f"#{fragment}"
    found = around.locate(path)
    return SOURCE + quote(found or path.strip("/")) + hash_ + fragment


def _figure(call: Call, _: Around) -> str:
    title, caption = call.get("title"), call.get("caption")
    # Hugo shows both, and a picture here has one text below it.
    below = ": ".join(part for part in (title, _plain(caption)) if part)
    if source := " ".join(part for part in (call.get("attr"), call.get("attrlink")) if part):
        below = f"{below} ({source})".strip()
    alt = call.get("alt") or caption or title
    words = f' "{below.replace(chr(34), "&quot;")}"' if below else ""
    picture = f"![{_bracketed(alt)}](<{call.get('src', '0')}>{words})"
    return f"[{picture}](<{call.get('link')}>)" if call.get("link") else picture


def _plain(text: str) -> str:
    return " ".join(text.split())


def _bracketed(text: str) -> str:
    return re.sub(r"([\[\]])", r"\\\1", _plain(text))


def _highlight(call: Call, _: Around) -> str | None:
    if call.inner is None:
        return None
    fence = "`" * max(3, 1 + max((len(it) for it in re.findall("`+", call.inner)), default=0))
    language = re.sub(r"[^\w+#.-]", "", call.get("0", "lang"))
    return f"\n{fence}{language}\n{call.inner.strip(chr(10))}\n{fence}\n"


def _video(start: str, name: str) -> Callable[[Call, Around], str]:
    def linked(call: Call, _: Around) -> str:
        ident = call.get("id", "0")
        title = call.get("title", "alt") or f"{name}: {ident}"
        return f"[{_bracketed(title)}]({start}{quote(ident)})"

    return linked


def _gist(call: Call, _: Around) -> str:
    user, ident, file = (call.get(place) for place in "012")
    name = f"Gist {user}/{ident}" + (f", {file}" if file else "")
    return f"[{name}](https://gist.github.com/{quote(user)}/{quote(ident)})"


def _post(call: Call, _: Around) -> str:
    user, ident = call.get("user", "0"), call.get("id", "1")
    if not ident:
        user, ident = "i", user
    return f"[Post of {user}: {ident}](https://twitter.com/{quote(user)}/status/{quote(ident)})"


def _details(call: Call, _: Around) -> str | None:
    if call.inner is None:
        return None
    summary = _plain(call.get("summary", "0")) or "Details"
    inner = "\n".join(f"    {line}".rstrip() for line in call.inner.strip("\n").split("\n"))
    return f'\n!!! note "{summary.replace(chr(34), "&quot;")}"\n{inner}\n'


def _param(call: Call, around: Around) -> str | None:
    value = around.fields.get(call.get("0").lower())
    return str(value) if isinstance(value, str | int | float) else None


def _raw(call: Call, _: Around) -> str | None:
    return call.inner


_KNOWN: Mapping[str, Callable[[Call, Around], str | None]] = {
    "ref": _reference,
    "relref": _reference,
    "figure": _figure,
    "highlight": _highlight,
    "youtube": _video("https://www.youtube.com/watch?v=", "YouTube"),
    "vimeo": _video("https://vimeo.com/", "Vimeo"),
    "instagram": _video("https://www.instagram.com/p/", "Instagram"),
    "gist": _gist,
    "tweet": _post,
    "twitter": _post,
    "x": _post,
    "details": _details,
    "param": _param,
    "rawhtml": _raw,
}
_USED: Mapping[str, frozenset[str]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "ref": "0 path",
        "relref": "0 path",
        "figure": "0 src title caption alt link attr attrlink",
        "highlight": "0 lang",
        "youtube": "0 id title alt",
        "vimeo": "0 id title alt",
        "instagram": "0 id title alt",
        "gist": "0 1 2",
        "tweet": "0 1 user id",
        "twitter": "0 1 user id",
        "x": "0 1 user id",
        "details": "0 summary",
        "param": "0",
        "rawhtml": "",
    }.items()
}
_RECURSIVE = frozenset({"details", "rawhtml"})
_CHANGED: Mapping[str, str] = {
    **dict.fromkeys(("youtube", "vimeo", "instagram", "gist", "tweet", "twitter", "x"), "a link"),
    "details": "a box",
    "param": "the value of its parameter",
}


def pages_by_name(paths: Iterable[str], folder: str) -> Callable[[str, str], str | None]:
    """Finds the page that a reference in the file at a path names: from the content folder, beside it, or by name."""
    known = {path.removeprefix(f"{folder}/") for path in paths}
    names: dict[str, set[str]] = {}
    for path in known:
        for name in _names(path):
            names.setdefault(name, set()).add(path)

    def found(wanted: str, path: str) -> str | None:
        own = path.removeprefix(f"{folder}/").rpartition("/")[0]
        beside = f"{own}/{wanted}".strip("/")
        for candidate in [wanted] if wanted.startswith("/") else [beside, wanted]:
            name = _name(candidate)
            exact = [it for it in names.get(name, ()) if _name(it) == name or _bundle(it) == name]
            if exact:
                return f"{folder}/{min(exact)}"
        alone = names.get(_name(wanted).rpartition("/")[2], set())
        return f"{folder}/{next(iter(alone))}" if len(alone) == 1 and "/" not in wanted.strip("/") else None

    return found


def _name(path: str) -> str:
    parts: list[str] = []
    for part in path.strip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return re.sub(r"\.(md|markdown|html)$", "", "/".join(parts)).lower()


def _bundle(path: str) -> str:
    name = _name(path)
    return re.sub(r"(^|/)_?index(\.[a-z-]+)?$", "", name)


def _names(path: str) -> set[str]:
    name, bundle = _name(path), _bundle(path)
    return {name, bundle, name.rpartition("/")[2], bundle.rpartition("/")[2]} - {""}
