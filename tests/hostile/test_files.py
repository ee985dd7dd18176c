"""Files that are published as they are run nothing in a reader's browser."""

from tests.figures import Report
from tests.sites import SiteBuilder

SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'{}>{}</svg>"

ACTIVE: dict[str, str | bytes] = {
    "page.html": "<p>",
    "page.HTM": "<p>",
    "page.xhtml": "<p/>",
    "program.js": "alert(1)",
    "module.mjs": "alert(1)",
    "archive.mhtml": "From: <x>",
    "packed.svgz": "",
    "load.svg": SVG.format(" onload='alert(1)'", ""),
    "LOAD.SVG": SVG.format(" OnLoad='alert(1)'", ""),
    "script.svg": SVG.format("", "<script>alert(1)</script>"),
    "prefixed.svg": "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script>alert(1)</x:script></x:svg>",
    "unfinished.svg": SVG.format("", "<script>alert(1)</script>").removesuffix("</svg>"),
    "foreign.svg": SVG.format("", "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>"),
    "link.svg": SVG.format("", "<a href='java&#10;script:alert(1)'><text>x</text></a>"),
    "xlink.svg": SVG.format("", "<a xlink:href=' &#1;javascript:alert(1)'/>").replace("&#1;", ""),
    "use.svg": SVG.format("", "<use href='data:image/svg+xml,x'/>"),
    "animate.svg": SVG.format("", "<a><animate attributeName='href' values='x;javascript:alert(1)'/></a>"),
    "set.svg": SVG.format("", "<set attributeName='onmouseover' to='x' onbegin='alert(1)'/>"),
    "entity.svg": "<!DOCTYPE svg [<!ENTITY e '<script>alert(1)</script>'>]>" + SVG.format("", "&e;"),
    "sheet.xml": "<?xml-stylesheet type='text/xsl' href='x.xsl'?><x/>",
    "sheet.xsl": "<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform'/>",
    "page.xml": "<x xmlns:h='http://www.w3.org/1999/xhtml'><h:script>alert(1)</h:script></x>",
    "utf16.svg": SVG.format(" onload='alert(1)'", "").encode("utf-16"),
}
QUIET: dict[str, str | bytes] = {
    "plan.svg": SVG.format("", "<style>a{}</style><a href='https://example.org/'><text>on</text></a><use href='#a'/>"),
    "photo.svg": SVG.format("", "<image href='data:image/png;base64,AAAA'/>"),
    "bomb.svg": "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1 or str()};' * 10}'>" for n in range(1, 30))
    + "]><svg>&a29;</svg>",
    "data.xml": "<data>x</data>",
    "table.csv": "<script>alert(1)</script>",
    "broken.svg": "<svg",
}


def test_a_file_that_can_run_a_script_is_refused(site: SiteBuilder, figure: Report) -> None:
    site.briefing()
    for name, content in (ACTIVE | QUIET).items():
        site.write(f"content/files/{name}", content)
    found = {it["path"].rpartition("/")[2] for it in site.check().faults if it["code"] == "active-file"}
    assert found == ACTIVE.keys()
    figure(f"{len(ACTIVE)} files with scripts, 0 published")


def test_a_site_that_trusts_its_writers_publishes_any_file(site: SiteBuilder) -> None:
    site.briefing()
    site.settings('[markdown]\nraw_html = "trust"')
    site.write("content/files/page.html", "<script>1</script>")
    site.build()
    assert site.output("files/page.html").is_file()
