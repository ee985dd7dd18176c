"""Texts that can't be read as what they are: nobody gets to see them, and nothing of them is lost."""

import re
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import PurePosixPath

from brief.importing.fields import on_one_line
from brief.importing.material import Kind, Note, Sort, Text

SUBJECT = "texts that can't be read"


def as_draft(path: str, text: str, lang: str, reason: str, today: Day, line: int = 1) -> tuple[Text, Note]:
    """A draft that shows the file as it is, and the note that says so."""
    fence = "`" * max(3, 1 + max((len(it) for it in re.findall("`+", text)), default=0))
    name = PurePosixPath(path).name.partition(".")[0] or "untitled"
    body = f"{fence}\n{text.strip(chr(10))}\n{fence}\n"
    title = on_one_line(re.sub(r"[-_]+", " ", name)) or "Untitled"
    draft = Text(
        path, Kind.BRIEFING, title, body, text, 1, name, lang, today, summary=f"{reason}: {path}", is_draft=True
    )  # fmt: skip
    message = f"{reason}. All of it stands in a draft, as it was written."
    return draft, Note(Sort.PERSON, SUBJECT, path, line, message)
