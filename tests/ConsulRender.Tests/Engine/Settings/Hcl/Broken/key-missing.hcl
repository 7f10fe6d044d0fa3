template {
  = "nginx.conf"
  destination = "/etc/nginx/nginx.conf"
}
