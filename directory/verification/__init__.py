"""How contacts stay true: verifications, campaigns, reports of wrong contacts, and how long a verification holds."""
