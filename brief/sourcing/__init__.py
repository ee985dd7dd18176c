"""Sources in, without typing: what a page, a file or a bibliography says of itself, as an entry of a briefing."""
