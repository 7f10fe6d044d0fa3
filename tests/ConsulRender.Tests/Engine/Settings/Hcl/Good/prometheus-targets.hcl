log_level = "warn"

template {
  source      = "targets.json.liquid"
  destination = "/etc/prometheus/targets/consul.json"
  create_dest_dirs = false
  error_on_missing_key = true
}

wait {
  min = "5s"
  max = "20s"
}
