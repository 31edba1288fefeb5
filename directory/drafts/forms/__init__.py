"""What people type into drafts."""
