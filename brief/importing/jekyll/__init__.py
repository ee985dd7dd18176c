"""Jekyll: its settings, its addresses, its Liquid, and the reader of a whole site."""
