template {
  exec {
    command = "true"
