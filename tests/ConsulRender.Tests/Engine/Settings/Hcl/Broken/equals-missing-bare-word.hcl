log_level debug
consul { address = "127.0.0.1:8500" }
