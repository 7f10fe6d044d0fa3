# nginx in front of the web pool.
consul {
  address = "127.0.0.1:8500"
}

template {
  source      = "/etc/consul-template/nginx.conf.ctmpl"
  destination = "/etc/nginx/conf.d/web.conf"
  perms       = 0644
  command     = "systemctl reload nginx"
}
