template {
  destination = "${HOME/out"
  source      = "a"
}
