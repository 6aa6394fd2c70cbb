"""Report -> JSON, PDF and cohort tables. Reads the report alone; decides nothing."""
