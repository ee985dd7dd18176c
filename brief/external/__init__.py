"""Other people's hosts: whether the sources are still where they were. The only part that asks the network."""
