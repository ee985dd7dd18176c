"""What the site gives programs to read, one file for each kind."""
