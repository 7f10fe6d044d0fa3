template {
  contents    = "*.* @@log.example.org:514 # /* not a comment */ // nor this"
  destination = "/etc/rsyslog.d/forward.conf" #no blank behind the mark
  command     = "systemctl restart rsyslog"//nor here
}
/**/
/* one * two ** three **/
