8500 = "port"
true = 1
