template {
  contents = <<EOF  
text
EOF
  perms = 0999
}
