template {
  contents    = "listen stats\n\tbind *:9000\n\tstats uri /\\stats\n\tstats realm \"Load\\ balancer\"\n"
  destination = "/etc/haproxy/stats.cfg"
}
