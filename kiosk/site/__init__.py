"""The site: its profile, its list, and what the list says about a person."""
