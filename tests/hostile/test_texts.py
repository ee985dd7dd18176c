"""A text may be anything: it is read, or given up with a finding of its own, and the others are read all the same."""

from tests.sites import SiteBuilder


def test_a_text_that_never_ends_is_given_up_and_the_others_are_reported(site: SiteBuilder) -> None:
    site.briefing("bad", f"Text [@tass].\n\n{'[a](' * 75_000}")
    site.briefing("other", "Text [@nobody] [@tass].")
    outcome = site.check()
    found = outcome.only("too-slow")
    assert (found["path"], found["line"]) == ("content/briefings/bad.md", 16)
    assert [it["path"] for it in outcome.faults if it["code"] == "unknown-citation"] == ["content/briefings/other.md"]
    assert outcome.code == 1
