"""The phrasebook: sentences with slots that desks ask and answer each other. A sentence that is written in one language
is read in any."""
