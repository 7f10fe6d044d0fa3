consul {}
template {
}
vars = {}
syslog { /* defaults */ }
template { }
wait {
  # nothing
}
