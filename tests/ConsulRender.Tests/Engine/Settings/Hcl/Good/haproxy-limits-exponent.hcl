limits {
  iterations   = 1e6
  output_bytes = 2.5E+7
  share        = .75
  margin       = 1.
  floor        = -0.25
  tiny         = 1.5e-3
}
