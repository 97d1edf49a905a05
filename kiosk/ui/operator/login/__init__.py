"""The seat at the staff screen: the first administrator, login, quick unlock by PIN, lock and log out."""
