"""What every window is drawn with: colours, letters, shapes, pictures, sentences and buttons."""
