log_level = 'info'
template {
  source = `a.liquid`
}
