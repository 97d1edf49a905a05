"""``kiosk run --training``: the same windows with nothing real behind them."""
