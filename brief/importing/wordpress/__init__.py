"""WordPress: its export files, its shortcodes, and the reader of both."""
