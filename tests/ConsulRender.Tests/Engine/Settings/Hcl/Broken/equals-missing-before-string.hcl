log_level "debug"
max_stale "10m"
consul { address = "127.0.0.1:8500" }
