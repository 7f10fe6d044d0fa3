exec {
  command = ["nginx", "-s", "reload"
  splay   = "5s"
}
