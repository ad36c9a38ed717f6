"""The live preview: the site as it stands, built again at every save, with what is wrong told on every page."""
