vars {
  (key) = 1
  other = 2
  names = [for s in services : s]
}
