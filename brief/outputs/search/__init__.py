"""Search in the reader's browser: records of all texts, indexed by Pagefind in shards."""
