"""Passive authentication: CMS, certificates, the chain to an installed trust anchor."""
