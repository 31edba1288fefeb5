"""Cards of States, authorities and desks. A card is a dated copy to print, to download as PDF, or to save in a phone
(vCard)."""
