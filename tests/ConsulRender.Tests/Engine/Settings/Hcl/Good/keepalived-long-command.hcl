template {
  source      = "keepalived.conf.liquid"
  destination = "/etc/keepalived/keepalived.conf"
  command     = "bash -c \"if keepalived -t -f /etc/keepalived/keepalived.conf; then systemctl reload keepalived; else logger -p daemon.err 'keepalived refused'; fi\""
  check_timeout = "5s"
}
