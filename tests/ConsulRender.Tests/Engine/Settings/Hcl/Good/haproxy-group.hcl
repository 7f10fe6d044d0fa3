template {
  source       = "haproxy.cfg.liquid"
  destination  = "/etc/haproxy/haproxy.cfg"
  output_group = "haproxy"
  user         = "haproxy"
  group        = "haproxy"
  perms        = "0640"
  backup       = true
  wait { min = "2s" max = "10s" }
}

template {
  source       = "errors.liquid"
  destination  = "/etc/haproxy/errors/503.http"
  output_group = "haproxy"
  wait         { min = "2s", max = "10s" }
}
