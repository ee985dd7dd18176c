"""The archive as data: tables for programs, and the page that says what they are."""
