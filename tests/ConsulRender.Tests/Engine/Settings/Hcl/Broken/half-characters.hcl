vars {
  a = "\ud83d"
  b = "\ud83d\ude80"
  c = "\xff"
  d = "\xe2\x82 and \303("
}
