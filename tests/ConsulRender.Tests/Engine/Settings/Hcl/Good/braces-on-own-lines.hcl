template
{
  source
    = "squid.conf.liquid"
  destination =
    "/etc/squid/squid.conf"
  vars =
  {
    port = 3128
  }
}
