# The replicas live in another region.
consul {
  address = "127.0.0.1:8500"
}

consul "east" {
  address = "consul.east.example.org:8501"
  ssl { enabled = true }
}

consul "west" {
  address = "consul.west.example.org:8501"
}

template {
  source      = "replicas.liquid"
  destination = "/etc/postgresql/replicas.conf"
}
