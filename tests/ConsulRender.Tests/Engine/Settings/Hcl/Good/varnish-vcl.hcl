/*
 * Varnish: backends from Consul,
 * compiled before they are used.
 */
template {
  source      = "default.vcl.liquid"
  destination = "/etc/varnish/default.vcl"
  check       = ["varnishd", "-C", "-f", "{path}"]
  command     = "/usr/share/varnish/varnishreload"
  command_timeout = "60s"
}
