template {
  contents = <<EOF
upstream web {
{% for s in service("web") %}
  server {{ s.address }}:{{ s.port }}; # {{ s.node }}
{% endfor %}
}
EOF

  destination = "/etc/nginx/conf.d/upstream.conf"
}
