"""Mending what findings themselves say how to mend, where that is safe."""
