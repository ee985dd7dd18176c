"""Measuring: no test, since what a machine takes is not a promise."""
