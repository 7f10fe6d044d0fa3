template {
  destination = "/etc/prometheus/alertmanager.yml"
  contents = <<-YAML
    route:
      receiver: ops

    receivers:
      - name: ops
    YAML
}
