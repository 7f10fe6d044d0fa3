-- SQL's comments
; and those of ini files
log_level = "info"
