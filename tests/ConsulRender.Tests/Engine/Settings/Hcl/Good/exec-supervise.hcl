exec {
  command       = ["/usr/bin/memcached", "-m", "64"]
  splay         = "5s"
  reload_signal = "SIGHUP"
  kill_signal   = "SIGTERM"
  kill_timeout  = "30s"

  env {
    pristine  = true
    custom    = ["PATH=/bin:/usr/bin", "LANG=C.UTF-8"]
    allowlist = ["CONSUL_*", "HOME"]
    denylist  = ["CONSUL_HTTP_TOKEN"]
  }
}
