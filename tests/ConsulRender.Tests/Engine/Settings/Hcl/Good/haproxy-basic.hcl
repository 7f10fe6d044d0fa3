consul = {
  address = "consul.service.consul:8500"
  token   = "3e1f7a4c-0000-4000-8000-000000000000"
}

template = {
  source      = "haproxy.cfg.liquid"
  destination = "/etc/haproxy/haproxy.cfg"
  check       = "haproxy -c -f {path}"
  command     = "systemctl reload haproxy"
}
