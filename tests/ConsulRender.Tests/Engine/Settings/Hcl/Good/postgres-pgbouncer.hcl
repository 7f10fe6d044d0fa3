template {
  source      = "pgbouncer.ini.liquid"
  destination = "/etc/pgbouncer/pgbouncer.ini"
  vars = {
    pools = { orders = 20, billing = 10, "read-only" = 40 }
    auth_query = "SELECT usename, passwd FROM pg_shadow WHERE usename=$1"
  }
  command = "psql -p 6432 pgbouncer -c \"RELOAD\""
}
