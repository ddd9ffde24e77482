"""The ways marks leave and come back."""
