template {
  destination = "/etc/prometheus/rules/up.yml"
  contents = <<YAML
groups:
  - name: up
    rules:
      # A quote " and a backslash \n are nothing special here, nor is ${this}.
      - alert: Down
        expr: up == 0
        annotations:
          summary: "{{ '{{' }} $labels.instance }} is down"
YAML
  check = "promtool check rules {path}"
}
