"""VOTable of the IVOA."""
