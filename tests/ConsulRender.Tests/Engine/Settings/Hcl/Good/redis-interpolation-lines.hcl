vars {
  banner = "redis ${
  "on" {
    "two lines"
  }
} here"
  after = 1
}
