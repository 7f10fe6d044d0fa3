"template" {
  "source"      = "unbound.conf.liquid"
  "destination" = "/etc/unbound/unbound.conf.d/stub.conf"
  "vars" = {
    "stub-zone"   = "consul."
    "stub.addr"   = "127.0.0.1@8600"
    "with blanks" = true
    ""            = "an empty name"
  }
}
