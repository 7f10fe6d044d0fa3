deduplicate {
  enabled = true
  prefix  = "consul-template/dedup/"
}

template {
  source            = "in.ctmpl"
  destination       = "/etc/app/app.conf"
  function_denylist = ["env", "plugin", "sprig_*"]
  sandbox_path      = "/etc/consul-template"
  error_fatal       = false
}
