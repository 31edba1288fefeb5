"""The pages about people, as plain values for templates."""
