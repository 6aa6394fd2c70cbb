"""Takes samples through the stages: what they share, which fail, which processes work."""
