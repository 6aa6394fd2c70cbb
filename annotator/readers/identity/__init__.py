"""Whose file is it: the names of the sample that files hold."""
