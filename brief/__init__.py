"""brief: a static-site generator for archives of sourced briefings."""

__version__ = "0.1.0"
