"""The HTTP contract as one page that needs nothing else: `make contract` writes docs/api.html."""
