"""The commands: one module each, their arguments, messages on stderr."""
