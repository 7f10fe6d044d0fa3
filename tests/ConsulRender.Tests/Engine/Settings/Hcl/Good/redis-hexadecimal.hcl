vars {
  slots      = 0x4000
  mask       = 0xFFFF
  upper      = 0XaBcD
  below      = -0x10
  largest    = 0x7FFFFFFFFFFFFFFF
  least      = -9223372036854775808
  largest10  = 9223372036854775807
  below_zero = -017
  nothing    = -0
}
