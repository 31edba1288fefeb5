"""What people type in consultations."""
