template {
  source      = "memcached.conf.liquid"
  destination = "/etc/memcached.conf"

  exec {
    command = "systemctl restart memcached"
    timeout = "30s"

    env {
      custom = [
        "MESSAGE=hello, world",
        "QUOTED=\"yes\"",
        "EMPTY=",
      ]
    }
  }
}
