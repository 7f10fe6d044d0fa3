wait {
  min: "5s"
  max: "20s"
}
