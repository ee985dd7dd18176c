"""Obsidian: its own Markdown, and the reader of a vault."""
