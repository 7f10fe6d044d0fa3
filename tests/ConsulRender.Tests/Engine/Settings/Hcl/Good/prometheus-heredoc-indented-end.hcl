template {
  contents = <<YAML
scrape_configs: []
    YAML
  destination = "/etc/prometheus/empty.yml"
}
