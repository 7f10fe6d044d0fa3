template {
  contents    = file("nginx.conf.ctmpl")
  destination = upper(local.path)
  source      = var.source
}
