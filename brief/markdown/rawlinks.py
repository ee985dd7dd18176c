"""Links in a text's own HTML to files and addresses of this site: checked and moved as Markdown's links are."""

import re
from html import escape, unescape

from brief.diagnostics import Location
from brief.markdown.links import is_local, local
from brief.markdown.text import Log

# Comments and scripts are matched first, so that nothing within them is taken for a link. Case is ignored behind the
# `<` alone, so that `re` skips from one to the next.
_LINK = re.compile(
    r"<(?i:!--.*?-->|(?P<silent>script|style|textarea)\b.*?</(?P=silent)\s*>"
    r"|(?P<start>(?:a|img|source|audio|video|track)\b[^<>]*?\s(?:href|src|poster)\s*=\s*)"
    r"(?P<quote>[\"'])(?P<address>[^\"'<>]*)(?P=quote))",
    re.DOTALL,
)


def refer_raw_links(html: str, body: str, path: str, first_line: int, log: Log) -> str:
    """`html` with placeholders for the local links that are not references yet. `body` is the Markdown."""
    seen: dict[str, int] = {}

    def referred(found: re.Match[str]) -> str:
        # Most links are references already, or lead to an anchor of this page.
        if not found["start"] or found["address"].startswith((log.token, "#")):
            return found[0]
        address = unescape(found["address"]).strip()
        if address.startswith(log.token) or not is_local(address):
            return found[0]
        at = body.find(f"{found['quote']}{found['address']}{found['quote']}", seen.get(address, 0)) + 1
        if not at:
            return found[0]  # an address that no writer wrote
        seen[address] = at
        line, column = first_line + body.count("\n", 0, at), at - body.rfind("\n", 0, at)
        slot = log.refer(local(address, path, Location(path, line, column)), "h")
        return f"<{found['start']}{found['quote']}{escape(slot)}{found['quote']}"

    return _LINK.sub(referred, html)
