template {
  source      = "nginx.conf.liquid"
  destination = "/etc/nginx/nginx.conf"

consul {
  address = "127.0.0.1:8500"
}
