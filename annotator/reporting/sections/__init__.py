"""The sections of the report page: what each table and paragraph shows."""
