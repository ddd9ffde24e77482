"""Winnow: read the web without the chaff and keep what matters."""

__version__ = "0.1.0"
