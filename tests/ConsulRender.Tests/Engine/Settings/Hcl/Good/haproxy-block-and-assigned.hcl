# Both spellings of a block, one after another: still one list.
template {
  source      = "frontends.liquid"
  destination = "/etc/haproxy/conf.d/10-frontends.cfg"
}

template = {
  source      = "backends.liquid"
  destination = "/etc/haproxy/conf.d/20-backends.cfg"
}
