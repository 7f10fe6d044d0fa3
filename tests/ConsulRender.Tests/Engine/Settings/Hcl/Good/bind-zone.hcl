template {
  contents = <<ZONE
$TTL 60
@ IN SOA ns1 hostmaster ( {{ now }} 3600 600 604800 60 )
{% for s in service("web") %}web IN A {{ s.address }}
{% endfor %}
ZONE
  destination = "/etc/bind/db.service.example.org"
  check       = "named-checkzone service.example.org {path}"
  command     = "rndc reload service.example.org"
}
