vars {
  backend {
    name = "web"
    server { address = "10.0.0.1" }
    server { address = "10.0.0.2" }
  }
  backend {
    name = "api"
    server { address = "10.0.1.1" }
  }
  frontend { default = "web" }
}
