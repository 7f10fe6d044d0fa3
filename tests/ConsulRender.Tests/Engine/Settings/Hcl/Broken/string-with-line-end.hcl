template {
  contents = "first
second"
}
