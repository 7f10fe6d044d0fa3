once == true
syslog { enabled => true }
