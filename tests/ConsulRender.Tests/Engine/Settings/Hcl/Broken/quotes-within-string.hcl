template {
  command = "sh -c "nginx -s reload""
  check   = "nginx -t"
}
