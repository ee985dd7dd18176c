"""Pelican: its settings, read and never run, its three kinds of texts, and the reader of a whole site."""
