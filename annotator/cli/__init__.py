"""The command line: one module for each command, their arguments, messages on stderr."""
