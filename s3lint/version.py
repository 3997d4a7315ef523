"""The version of the package, where packaging and `--version` both read it."""

VERSION = "0.1.0"
