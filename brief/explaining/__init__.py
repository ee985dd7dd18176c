"""What each kind of finding means, why it matters and how it is mended, for people who met one."""
