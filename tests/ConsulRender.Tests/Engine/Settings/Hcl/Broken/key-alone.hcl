template {
  backup
  source = "a"
}
once
