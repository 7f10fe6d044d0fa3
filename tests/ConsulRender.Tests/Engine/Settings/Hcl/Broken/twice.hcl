log_level = "info"
once      = true
log_level = "debug"
consul {
  address = "a:1"
  token   = "x"
  "address" = "b:1"
}
