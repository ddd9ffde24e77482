"""The pages that the server itself shows: pairing, and later the library."""
