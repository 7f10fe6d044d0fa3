template {
  contents = <<EOF text
EOF
}
