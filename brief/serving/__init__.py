"""`brief serve`: the site in memory, and a browser that follows each save."""
