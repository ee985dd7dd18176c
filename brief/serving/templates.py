"""The pages below `/_brief/`, filled: whatever comes from the content is text in them."""

import jinja2
from starlette.responses import Response

from brief.serving.pages import FRESH

# Nothing of a page here comes from elsewhere, and no other page shows it in a frame, where a click could be stolen.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def page(name: str, token: str, **values: object) -> Response:
    """The page that the template `name` makes of `values`."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("brief.serving", "browser"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = environment.get_template(name).render(token=token, **values)
    headers = {**FRESH, "content-security-policy": _POLICY}
    # A file's name need not be UTF-8.
    return Response(html.encode(errors="backslashreplace"), 200, headers, media_type="text/html")
