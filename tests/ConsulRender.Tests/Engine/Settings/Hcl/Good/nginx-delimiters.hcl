template {
  source          = "nginx.conf.tpl"
  destination     = "/etc/nginx/nginx.conf"
  left_delimiter  = "[["
  right_delimiter = "]]"
}

default_delimiters {
  left  = "{%="
  right = "=%}"
}
