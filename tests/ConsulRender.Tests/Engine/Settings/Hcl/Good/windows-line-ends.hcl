consul {
  address = "127.0.0.1:8500"
}

template {
  contents = <<EOF
first
second
EOF
  destination = "C:\\consul\\out.conf" // made on Windows
}
