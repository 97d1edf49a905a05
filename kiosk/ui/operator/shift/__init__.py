"""The shift at the staff screen: opening, live figures, closing with its report."""
