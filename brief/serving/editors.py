"""The person's editor, opened at a place of a file of the site.

Which editor takes a line in which way is their own documentation's; `launch-editor`, which most JavaScript dev servers
use, has a like list.
"""

import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

OWN = "BRIEF_EDITOR"
"""What is asked first, since $VISUAL and $EDITOR are often a terminal's."""

_ASKED = (OWN, "VISUAL", "EDITOR")
# The arguments by which an editor is told a place.
_GOTO = ("-g", "{file}:{line}:{column}")
_PLACE = ("{file}:{line}:{column}",)
_JETBRAINS = ("--line", "{line}", "--column", "{column}", "{file}")
_PLUS = ("+{line}:{column}", "{file}")
_SHORT = ("-l", "{line}", "-c", "{column}", "{file}")
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "positron"), _GOTO),
    **dict.fromkeys(("zed", "zeditor", "subl", "sublime_text", "pulsar", "lapce"), _PLACE),
    **dict.fromkeys(("idea", "pycharm", "webstorm", "phpstorm", "rubymine", "clion", "goland", "rider"), _JETBRAINS),
    **dict.fromkeys(("kate", "kwrite", "mousepad"), _SHORT),
    "gnome-text-editor": _PLUS,
    "gedit": _PLUS,
    "emacs": _PLUS,
    "emacsclient": ("-n", *_PLUS),
    **dict.fromkeys(("xed", "pluma"), ("+{line}", "{file}")),
    **dict.fromkeys(("gvim", "mvim"), ("+call cursor({line}, {column})", "{file}")),
    "geany": ("--line", "{line}", "--column", "{column}", "{file}"),
    "mate": ("--line", "{line}:{column}", "{file}"),
    "bbedit": ("+{line}", "{file}"),
}
_IN_TERMINAL = re.compile(r"(?:n?vi|vim|nvim|view|ex|ed|nano|pico|micro|hx|helix|kak|ne|joe|jed|mg|mcedit|tilde|dte)")
_TERMINAL_OPTIONS = frozenset({"-nw", "--no-window-system", "-t", "--tty"})
# Seconds in which an editor that can't start has mostly said so.
_STARTS = 0.7


@dataclass(frozen=True, slots=True)
class Editor:
    """How places are opened: `command` with `{file}`, `{line}` and `{column}` in it; empty where it can't be.

    `name` is what people call it, and `reason` says why it can't.
    """

    name: str = ""
    command: tuple[str, ...] = ()
    reason: str = ""


class CannotOpen(Exception):
    """The editor can't be started, or has failed at once."""


def chosen(environment: Mapping[str, str]) -> Editor:
    """The editor that the person has chosen; one that is installed where they have chosen none."""
    for variable in _ASKED:
        if text := environment.get(variable, "").strip():
            return _named(variable, text)
    installed = next((name for name in _ARGUMENTS if shutil.which(name, path=environment.get("PATH"))), None)
    if installed:
        return Editor(installed, (installed, *_ARGUMENTS[installed]))
    return Editor(reason=f"No editor is chosen. Set {OWN}, such as {OWN}=code, and start `brief serve` again.")


def _named(variable: str, text: str) -> Editor:
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        words = ()
    if not words:
        return Editor(reason=f"{variable} can't be read as a command: {text}")
    name = PurePath(words[0]).name.removesuffix(".exe")
    is_emacs = name in {"emacs", "emacsclient"}
    if _IN_TERMINAL.fullmatch(name) or (is_emacs and not _TERMINAL_OPTIONS.isdisjoint(words)):
        hint = f"Set {OWN} to one with a window of its own, such as {OWN}=code."
        return Editor(name, reason=f"{name} runs in a terminal, where a browser can't open it. {hint}")
    if any("{file}" in word for word in words):
        return Editor(name, words)
    return Editor(name, (*words, *_ARGUMENTS.get(name, ("{file}",))))


def within(root: Path, path: str) -> Path | None:
    """The file of the site at `path`; None where there is none, or it lies outside, or is nobody's to edit."""
    if "\0" in path or any(part.startswith(".") for part in PurePath(path).parts):
        return None
    root = root.resolve()
    with suppress(OSError, RuntimeError):  # a name that is too long; a link that leads to itself
        full = (root / path).resolve()
        if full.is_relative_to(root) and full.is_file():
            return full
    return None


def open_at(editor: Editor, file: Path, line: int, column: int) -> None:
    """Open `file` at a place, both from 1, and don't wait for the person to be done. Raises CannotOpen."""
    if not editor.command:
        raise CannotOpen(editor.reason)
    values = {"{file}": str(file), "{line}": str(line), "{column}": str(column)}
    command = [_filled(word, values) for word in editor.command]
    try:
        # Arguments as a list, with no shell: nothing in a file's name is a command.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as fault:
        raise CannotOpen(f"{editor.name} can't be started: {fault.strerror or fault}.") from fault
    try:
        code = process.wait(_STARTS)
    except subprocess.TimeoutExpired:
        # It is waited for all the same, so that no dead process is left behind.
        threading.Thread(target=process.wait, daemon=True).start()
        return
    if code:
        raise CannotOpen(f"{editor.name} ended at once, with exit code {code}.")


def _filled(word: str, values: Mapping[str, str]) -> str:
    """`word` with values in the place of their marks, in one go: a file's name may look like a mark."""
    first, mark, rest = min((word.partition(mark) for mark in values), key=lambda parts: len(parts[0]))
    return first + values[mark] + _filled(rest, values) if mark else word
