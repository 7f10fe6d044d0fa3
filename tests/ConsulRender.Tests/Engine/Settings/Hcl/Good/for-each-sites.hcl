template {
  for_each    = "services() | where: 'tags', 'site'"
  source      = "site.liquid"
  destination = "/etc/nginx/sites/{{ item.name }}.conf"
  output_group = "sites"
  min_reload_interval = "10s"
  splay       = "2s"
}
