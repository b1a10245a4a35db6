"""The version of the package: the one place. The part that has to fit the library is in _library.py."""

__version__ = "1.0.0"
