template {
  source = "a"
  {
    min = "5s"
  }
}
