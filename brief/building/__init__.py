"""The build: read, link, render, and put the result in place whole or not at all."""
