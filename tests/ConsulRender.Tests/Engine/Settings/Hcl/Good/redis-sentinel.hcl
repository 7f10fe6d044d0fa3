max_stale = "10m"
retry = "10s"

template {
  source      = "/etc/templates/sentinel.conf.ctmpl"
  destination = "/etc/redis/sentinel.conf"
  command     = "pidof redis-sentinel | xargs -r kill -HUP || true"
  perms       = 0600
  backup      = true
  wait        = "2s:6s"
}
