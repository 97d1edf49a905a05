"""The issuer's own check: forms that Vietnamese verification services take, and the adapter that asks one by HTTPS."""
