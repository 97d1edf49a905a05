"""Patients without a card of their own are received at the staff screen: recorded, never verified."""
