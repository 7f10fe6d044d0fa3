log level = "info"
template "web" = { source = "a" }
