template {
  source      = "nginx.conf.liquid"
  destination = "/etc/nginx/nginx.conf"

  exec {
    command = ["nginx", "-s", "reload"]
    timeout = "15s"
    splay   = "5s"
  }
}
