vars {
  views = [
    ["internal", ["10.0.0.0/8", "127.0.0.1"]],
    ["external", []],
  ]
}
