"""`make audit`: the budgets of the reader's site, measured on the sample as a reader's browser gets it."""
