"""A built site at the place where readers find it: a folder, a host behind ssh, an object store."""
