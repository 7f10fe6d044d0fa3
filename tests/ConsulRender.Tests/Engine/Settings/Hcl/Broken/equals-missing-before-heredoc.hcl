template {
  contents <<EOF
x
EOF
}
