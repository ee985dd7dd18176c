"""Python-Markdown with less work and the same result, by its public extension points alone.

Python-Markdown tries each block processor on each block and each inline pattern on each run of text, has each extension
walk through the whole tree, and asks with regular expressions what a search for a character answers. Here each step is
left out where its text lacks the sign that the step needs, and what is left is asked as cheaply as can be.

That is safe as long as a sign can't come into being on the way: Python-Markdown takes its own marks (STX and ETX) out
of a text, its placeholders are made of letters, digits, colons and those marks, and what our extensions insert is
atomic.
tests/markdown/test_quick.py compares both ways over generated texts.
"""
