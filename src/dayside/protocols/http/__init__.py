"""What everything told over HTTP has in common; no protocol of its own."""
