"""Moving in: what another generator's site holds, as a new site of brief, with nothing dropped in silence.

A reader (`hugo`, ...) makes a `Harvest` of a folder; `planning` makes the files of a site of it, and `writing` writes
them, all or none.
"""
