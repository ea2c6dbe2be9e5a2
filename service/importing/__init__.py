"""From the pieces of a file to an edition: repair, structure, cleaning, sections. No files are touched here."""
