"""Archive to pages: views, the frozen data that templates see, and the theme that shows them."""
