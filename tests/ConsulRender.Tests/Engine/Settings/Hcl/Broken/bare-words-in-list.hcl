exec {
  command = [nginx, -g, "daemon off;"]
  env { custom = ["A=1", B=2] }
}
