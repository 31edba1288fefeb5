"""Cards of States, authorities and desks: dated copies to print, to download as PDF, or to save in a phone (vCard)."""
