"""The words of the program. Import from the module that owns the word."""
