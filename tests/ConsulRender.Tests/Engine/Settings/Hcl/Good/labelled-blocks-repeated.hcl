vars {
  pool "web" { weight = 10 }
  pool "api" { weight = 5 }
  pool plain { weight = 1 }
  pool { weight = 0 }
}
