vars {
  modes = [0400, 0640, 00644, 0755, 0777, 00, 0]
}

template {
  source = "acl.liquid"
  destination = "/etc/redis/users.acl"
  perms = 0400
}
