consul {
  address = 127.0.0.1:8500
}
template {
  source      = /etc/nginx/nginx.conf.ctmpl
  destination = ./out
  command     = systemctl reload nginx
  wait { min = 5s, max = 1m }
}
log_level = info
