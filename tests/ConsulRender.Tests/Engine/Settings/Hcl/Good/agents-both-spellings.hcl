consul "east" { address = "10.1.0.1:8500" }

agents {
  north { address = "10.3.0.1:8500" }
}

consul west { address = "10.2.0.1:8500" }
