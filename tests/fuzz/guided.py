"""One target under atheris, which libFuzzer guides by what of brief and of Python-Markdown each input reached."""

import sys

import atheris

with atheris.instrument_imports(include=["brief", "markdown", "edtf", "frontmatter"]):
    from tests.fuzz.targets import TARGETS


def main(name: str, options: list[str]) -> None:
    """Fuzz the target of this name with libFuzzer's options and folders of inputs; ends the process."""
    target = next(target for target in TARGETS if target.name == name)
    atheris.Setup([sys.argv[0], *options], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
