"""The Admiralty code (NATO AJP-2.1, annex) in words."""

from brief.rendering.wording import Wording


def reliability(wording: Wording, letter: str) -> str:
    """What the letter of an Admiralty rating says of a source (NATO AJP-2.1, annex)."""
    return {
        "A": wording.say("completely reliable source"),
        "B": wording.say("usually reliable source"),
        "C": wording.say("fairly reliable source"),
        "D": wording.say("not usually reliable source"),
        "E": wording.say("unreliable source"),
        "F": wording.say("reliability of the source cannot be judged"),
    }[letter]


def credibility(wording: Wording, digit: str) -> str:
    """What the digit of an Admiralty rating says of the information (NATO AJP-2.1, annex)."""
    return {
        "1": wording.say("confirmed by other sources"),
        "2": wording.say("probably true"),
        "3": wording.say("possibly true"),
        "4": wording.say("doubtful"),
        "5": wording.say("improbable"),
        "6": wording.say("truth cannot be judged"),
    }[digit]
