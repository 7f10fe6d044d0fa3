template { # the only one
  source /* liquid */ = "acl.vcl.liquid" // who may purge
  destination         = /* compiled into default.vcl */ "/etc/varnish/acl.vcl"
} # that is all
