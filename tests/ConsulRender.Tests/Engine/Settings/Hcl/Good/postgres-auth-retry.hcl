consul {
  auth {
    enabled  = true
    username = "renderer"
    password = "pass#word//not-a-comment"
  }

  retry {
    enabled     = true
    attempts    = 12
    backoff     = "250ms"
    max_backoff = "1m"
  }
}
