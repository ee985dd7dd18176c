"""A briefing's prose: Markdown to safe HTML, with its citations and its references to other pages."""
