"""Hugo: its settings, its addresses, its shortcodes, and the reader of a whole site."""
