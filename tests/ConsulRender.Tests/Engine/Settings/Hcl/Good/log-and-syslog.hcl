log_level = "info"

log_file {
  path                = "/var/log/consulrender.log"
  log_rotate_bytes    = 1024000
  log_rotate_duration = "3h"
  log_rotate_max_files = 10
}

syslog {
  enabled  = true
  facility = "LOCAL5"
  name     = "consulrender"
}
