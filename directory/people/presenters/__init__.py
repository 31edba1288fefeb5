"""The pages of people, as plain values for templates."""
