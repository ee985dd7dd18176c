"""`brief verify`: is what is published what was built?"""

import json
from pathlib import Path

import click

from brief import manifest
from brief.config import is_base_url
from brief.console import CONTENT_FAULT, DONE, MACHINE_FAULT, USAGE_FAULT, Stop, number, say
from brief.verifying.comparing import Difference, State, compare
from brief.verifying.copies import Copy, Folder, Unreachable, Website
from brief.verifying.signatures import NotTheirs, signer

_WORDS = {
    State.DIFFERENT: "is not as it was built",
    State.MISSING: "is missing",
    State.UNLISTED: "is not of the site",
}


@click.command("verify")
@click.argument("copy", metavar="FOLDER|ADDRESS")
@click.option(
    "--manifest",
    "listed",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Hold the copy to this manifest.sha256 instead of its own.",
)
@click.option(
    "--signers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Ask who signed the manifest: it has to be one of this list (ssh-keygen's allowed signers).",
)
@click.option("--strict", is_flag=True, help="Let files that are not of the site fail the run too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or one JSON object a line.",
)
def verify_command(copy: str, listed: Path | None, signers: Path | None, strict: bool, form: str) -> int:
    """Compare a published copy, file by file, to the manifest of what was built.

    A copy's own manifest tells whether the copy is whole. Whether it is the site that you built is told by the
    manifest in your own output folder, and whether it is from those whom you trust by its signature.

    \b
    Examples: brief verify public
              brief verify https://example.org/archive --manifest public/manifest.sha256
              brief verify https://example.org/archive --signers allowed_signers
    """
    where = _copy(copy)
    try:
        text = listed.read_bytes() if listed else where.read(manifest.NAME)
        digests = manifest.read((text or b"").decode("utf-8", "replace"))
        if text is None or digests is None:
            raise Stop(_without(copy, listed), USAGE_FAULT)
        if signers:
            say(f"Signed by {_signer(text, _signature(where, listed), signers)}.")
        looked_at, differences = compare(where, digests)
    except Unreachable as reason:
        raise Stop(f"{copy} can't be compared: {reason}", MACHINE_FAULT) from None
    except NotTheirs as reason:
        raise Stop(f"{reason}\nNothing was compared.", CONTENT_FAULT) from None
    for difference in differences:
        _tell(difference, form)
    failing = [it for it in differences if strict or it.state is not State.UNLISTED]
    say(f"Compared {number(looked_at, 'file')}: {_summary(differences)}.")
    return CONTENT_FAULT if failing else DONE


def _copy(named: str) -> Copy:
    if named.startswith(("http://", "https://")):
        if not is_base_url(named):
            raise Stop(f"`{named}` is not an address such as https://example.org/archive.", USAGE_FAULT)
        return Website(named)
    folder = Path(named)
    if not folder.is_dir():
        raise Stop(f"{named} is neither a folder nor an address such as https://example.org.", USAGE_FAULT)
    return Folder(folder)


def _without(copy: str, listed: Path | None) -> str:
    if listed:
        return f"{listed} is not a manifest that brief wrote."
    return (
        f"{copy} has no manifest.sha256 that brief wrote.\n"
        "Name the one of the output folder: --manifest public/manifest.sha256"
    )


def _signature(copy: Copy, listed: Path | None) -> bytes | None:
    """The signature that stands beside the manifest."""
    if listed is None:
        return copy.read(manifest.SIGNATURE)
    beside = listed.with_name(f"{listed.name}.sig")
    return beside.read_bytes() if beside.is_file() else None


def _signer(text: bytes, signature: bytes | None, signers: Path) -> str:
    if signature is None:
        raise NotTheirs("The manifest is not signed. `brief build --sign KEY` does that.")
    return signer(text, signature, signers)


def _tell(difference: Difference, form: str) -> None:
    if form == "json":
        click.echo(json.dumps({"path": difference.path, "state": difference.state}, ensure_ascii=False))
    else:
        # A copy may have been made to write to your terminal what it likes.
        path = difference.path if difference.path.isprintable() else ascii(difference.path)
        click.echo(f"{path} {_WORDS[difference.state]}")


def _summary(differences: tuple[Difference, ...]) -> str:
    if not differences:
        return "all are as they were built"
    counted = {state: sum(1 for it in differences if it.state is state) for state in State}
    words = {State.DIFFERENT: "not as built", State.MISSING: "missing", State.UNLISTED: "not of the site"}
    return ", ".join(f"{counted[state]} {words[state]}" for state in State if counted[state])
