template {
  source = "haproxy.cfg.liquid"
  wait {
    min = "5s"
    max = "20s"
  destination = "/etc/haproxy/haproxy.cfg"
}

consul {
  address = "127.0.0.1:8500"
}
