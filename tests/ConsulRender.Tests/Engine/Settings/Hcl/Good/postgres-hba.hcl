template {
  source      = "pg_hba.conf.liquid"
  destination = "/etc/postgresql/16/main/pg_hba.conf"
  user        = "postgres"
  group       = "postgres"
  perms       = 0640
  command     = ["sudo", "-u", "postgres", "psql", "-c", "SELECT pg_reload_conf();"]
}
