exec {
  command = ["nginx" "-s" "reload"]
  env {
    custom = [
      "A=1"
      "B=2",
    ]
  }
}
