"""Networks and what is known of them: manifests, packs, engines, templates, scores."""
