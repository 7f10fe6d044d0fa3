pid_file =
