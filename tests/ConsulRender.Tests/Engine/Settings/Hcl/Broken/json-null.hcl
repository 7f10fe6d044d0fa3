consul {
  token = null
}
