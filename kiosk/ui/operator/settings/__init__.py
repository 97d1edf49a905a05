"""The settings of the kiosk at its staff screen: chosen, looked at, saved, and the program begun anew."""
