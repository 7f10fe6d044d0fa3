vars {
  octal    = 0689
  hex      = 0x
  large    = 9223372036854775808
  small    = -9223372036854775809
  larger   = 0xFFFFFFFFFFFFFFFF
  infinite = 1e999
  version  = 1.2.3
  exponent = 1e
  plus     = +5
  spaced   = - 5
  thousand = 1_000
}
