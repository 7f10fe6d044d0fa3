vars {
  port      = 2003
  negative  = -15
  ratio     = 0.95
  zeros     = 007.50
  exponent  = 3e8
  octal_exp = 01e2
  point_exp = 2.e3
}
