template_dirs = "a", "b"]
log_level = "info"
