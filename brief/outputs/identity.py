"""What feeds know an entry by, for ever."""

from urllib.parse import urlsplit

from brief.config import Site
from brief.linking import addresses
from brief.model import Briefing


def tag_uri(site: Site, briefing: Briefing, detail: str = "") -> str:
    """An id that never changes (RFC 4287, 4.2.6): a tag URI (RFC 4151) of a briefing's first date and first address.

    `detail` tells apart what is said of one briefing.
    """
    host = urlsplit(site.base_url).hostname
    address = addresses.href(site, addresses.first(site, briefing))
    return f"tag:{host},{briefing.date.isoformat()}:{address}" + (f":{detail}" if detail else "")
