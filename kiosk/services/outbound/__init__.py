"""What the kiosk sends by itself: webhooks, signed, and the courier that delivers what waits in the outbox."""
