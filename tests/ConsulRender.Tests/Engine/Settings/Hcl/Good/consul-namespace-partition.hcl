consul {
  address   = "unix:///run/consul.sock"
  namespace = "team-a"
  partition = "edge"
  token_file = "/run/secrets/consul-token"
  limits { per_host = 20 }
}
template_dirs = ["templates", "/usr/share/consulrender/partials"]
