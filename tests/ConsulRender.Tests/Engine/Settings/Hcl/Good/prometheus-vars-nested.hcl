vars {
  scrape {
    interval = "15s"
    jobs = [
      { name = "node", port = 9100 },
      { name = "consul", port = 8500, path = "/v1/agent/metrics" },
      {
        name   = "haproxy"
        port   = 8404
        labels = { tier = "edge", "team-name" = "traffic" }
      },
    ]
  }
}
