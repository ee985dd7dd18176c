"""Content to Archive: one graph of briefings, tags, outlets and pages, in each language of the site."""
