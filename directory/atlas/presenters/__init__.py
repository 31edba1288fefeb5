"""The pages of the atlas: questions, answers and joint investigations, as data for the templates."""
