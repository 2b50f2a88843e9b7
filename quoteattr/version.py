"""The version, in a file of its own: what the package imports from can import it."""

__version__ = "0.1.0"
