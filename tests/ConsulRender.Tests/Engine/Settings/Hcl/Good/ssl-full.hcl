consul {
  address = "https://consul.example.org:8501"
  token   = ""

  ssl {
    enabled     = true
    verify      = true
    cert        = "/etc/ssl/client.pem"
    key         = "/etc/ssl/client.key"
    ca_cert     = "/etc/ssl/ca.pem"
    ca_path     = "/etc/ssl/certs/"
    server_name = "server.dc1.consul"
  }

  transport {
    dial_keep_alive         = "30s"
    dial_timeout            = "30s"
    disable_keep_alives     = false
    max_idle_conns_per_host = 100
    tls_handshake_timeout   = "10s"
  }
}
