reload_signal = "SIGHUP"
kill_signal   = "SIGINT"
pid_file      = "/run/consulrender.pid"
once          = false
max_stale     = "2s"
block_query_wait = "60s"
