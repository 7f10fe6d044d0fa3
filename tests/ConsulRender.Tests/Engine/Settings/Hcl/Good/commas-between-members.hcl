consul { address = "127.0.0.1:8500", token = "x" },
template {
  source = "a.liquid",
  destination = "/tmp/a",
},
log_level = "debug",
