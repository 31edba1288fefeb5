"""Who reads, what they may read, and the one gate through which values leave."""
