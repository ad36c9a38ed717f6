"""The form for editors who never see YAML: Decap CMS with our own format, and the fields of a report."""
