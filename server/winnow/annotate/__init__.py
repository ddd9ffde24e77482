"""What a mark is, where it belongs in a text, and which document a page is."""
