vars {
  letters = "\a\b\f\n\r\t\v\\\""
  bytes   = "\x41\x7e\101\176"
  zero    = "\000\u0000"
  euro    = "\u20ac and \xe2\x82\xac and \342\202\254"
  windows = "C:\\Program Files\\nginx"
  regex   = "^\\d+\\.\\d+$"
}
