template {
  contents = <<EOF
server {{ key "a" }}
EOT
  destination = "/tmp/x"
}
