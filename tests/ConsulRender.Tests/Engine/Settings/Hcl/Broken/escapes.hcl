vars {
  windows = "C:\Program Files"
  regex   = "^\d+$"
  dollar  = "\${HOME}"
  hex     = "\xZZ"
  octal   = "\18 \777"
  short   = "\u20"
  long    = "\U00110000"
  quote   = "it\'s"
}
