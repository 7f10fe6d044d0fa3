vars "site" "example.org" {
  root  = "/srv/www/example.org"
  https = true
}
