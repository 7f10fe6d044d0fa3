template {
  source = "a"
  destination = "b"
  contents = <<EOF
text
EOF
}