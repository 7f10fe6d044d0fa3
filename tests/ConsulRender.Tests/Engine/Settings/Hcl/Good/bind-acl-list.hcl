vars {
  networks = [
    "10.0.0.0/8",     # sites
    "192.168.0.0/16", // homes
    /* the test net */
    "192.0.2.0/24",
  ]
  empty = []
  mixed = [1, "two", 3.5, true, false, -4]
}
