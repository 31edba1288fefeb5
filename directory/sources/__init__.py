"""The pages on which facts rest: asks for them again, and tells what has changed."""
