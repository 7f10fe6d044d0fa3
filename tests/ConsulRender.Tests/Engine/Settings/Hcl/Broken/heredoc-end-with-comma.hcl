vars {
  parts = [
    <<EOF
one
EOF,
    "two"
  ]
}
