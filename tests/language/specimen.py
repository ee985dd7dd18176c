"""A small archive to be edited: tags and outlets with names in two languages, briefings that link and cite."""

from pathlib import Path

FILES = {
    "site.toml": """[site]
title = "Test archive"
base_url = "https://example.org"
languages = ["en", "ru"]

[search]
enabled = false

[tags]
declared = "Declared here"
""",
    "content/tags/interpol.md": """---
title: Interpol
names:
  ru: Интерпол
aliases:
  en: [ICPO, International Criminal Police Organization]
kind: organisation
---

The organisation of police forces. Its [[first]] briefing.
""",
    "content/tags/sanctions.md": """---
title: Sanctions
kind: theme
broader: [interpol]
---
""",
    "content/outlets/tass.md": """---
title: TASS
names:
  ru: ТАСС
kind: news-agency
url: https://tass.example
---
""",
    "content/outlets/gazette.md": """---
title: Official Gazette
kind: official
---
""",
    "content/briefings/2026-01-02-first.md": """---
title: What was said first
date: 2026-01-02
summary: Who said it, and when.
tags: [interpol, sanctions]
sources:
  - id: report
    outlet: tass
    title: A report of the agency
    url: https://tass.example/1
    published: 2022-03-10
    rating: B2
    archived: https://web.archive.org/web/2022/https://tass.example/1
    quote: It was so.
  - id: decree
    outlet: gazette
    title: The decree itself
    where: Reading room, file 12
---

Of Interpol the agency wrote [@report, para. 4], and the decree says it [@decree; @report].

## How it was said

See [[second]] and [[second#the-answer|the answer]], the tag [[tag:sanctions]], [the file](2026-01-03-second.md)
and [[outlet:tass]]. As the wire has it [Source: TASS].
""",
    "content/briefings/2026-01-03-second.md": """---
title: What was answered
date: 2026-01-03
summary: The answer to what was said first.
tags: [interpol]
supersedes: [first]
sources:
  - id: wire
    outlet: tass
    title: The answer
    url: https://tass.example/2
---

It was answered [@wire].

## The answer

No. ![[first]]
""",
    "content/pages/about.md": """---
title: About
---

This archive is about [[tag:interpol]] and begins with [[first]].
""",
}

FIRST, SECOND = "content/briefings/2026-01-02-first.md", "content/briefings/2026-01-03-second.md"


def write(root: Path) -> Path:
    for path, text in FILES.items():
        full = root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, "utf-8")
    return root
