"""``python -m kiosk``: the command line."""

from kiosk.app.main import main

if __name__ == "__main__":
    main()
