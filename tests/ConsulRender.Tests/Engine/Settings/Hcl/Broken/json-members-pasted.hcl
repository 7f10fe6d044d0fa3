template {
  "source": "a.liquid",
  "destination": "/tmp/a"
}
