template {
  destination = "/etc/nginx/conf.d/maps.conf"
  contents    = <<-MAPS
    map $host $backend {
      default    web;
      api.local  api;
    }
    MAPS
  check       = "nginx -t -c {path}"
}
