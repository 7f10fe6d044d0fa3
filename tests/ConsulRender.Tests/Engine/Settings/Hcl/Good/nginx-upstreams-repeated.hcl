// Three pools, three files, one reload.
template {
  source      = "upstream-web.liquid"
  destination = "/etc/nginx/upstreams/web.conf"
  command     = "nginx -s reload"
}

template {
  source      = "upstream-api.liquid"
  destination = "/etc/nginx/upstreams/api.conf"
  command     = "nginx -s reload"
}

template {
  source      = "upstream-static.liquid"
  destination = "/etc/nginx/upstreams/static.conf"
  command     = "nginx -s reload"
}
