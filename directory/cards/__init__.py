"""Cards of States, authorities and desks: dated copies to print, download as PDF or save in a phone (vCard)."""
