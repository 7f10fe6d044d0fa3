vars {
  doubled  = ["a",, "b",]
  leading  = [, "c"]
  adjacent = [["d"] ["e"] "f"]
  lonely   = [,]
}
