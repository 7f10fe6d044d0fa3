vars {
  cache-size        = 1000
  server.consul     = "127.0.0.1#8600"
  _underscored      = "yes"
  mixedCase9        = 9
  größe             = "Umlaut"
}
