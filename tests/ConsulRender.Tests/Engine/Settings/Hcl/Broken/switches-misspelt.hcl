once = yes
syslog { enabled = True }
template { backup = off }
