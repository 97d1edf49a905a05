"""The local API: HTTP on this machine's own address, for a site's own program; off unless the settings switch it on."""
