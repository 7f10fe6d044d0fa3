template {
  contents = <<TOML
[http.routers.web]
  rule = "Host(`example.org`)" # a comment of TOML
  service = "web"

[[http.services.web.loadBalancer.servers]]
  url = "http://10.0.0.1"
  # TOML stands below, but this line is not the end: TOML
  TOMLS = 1
TOML
  destination = "/etc/traefik/dynamic/web.toml"
}
