template {
  destination = "C:\consul\"
}
