"""What an editor asks of a site while its texts are written: `brief lsp`, the Language Server Protocol (LSP 3.17).

Each ability is a module: a pure function of the archive as it was known last, a text and a place in it. `server.py`
alone speaks the protocol, and `workspace.py` alone keeps the archive.
"""
