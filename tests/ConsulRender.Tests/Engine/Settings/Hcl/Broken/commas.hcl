consul { address = "a:1",, token = "x" }
, log_level = "info"
