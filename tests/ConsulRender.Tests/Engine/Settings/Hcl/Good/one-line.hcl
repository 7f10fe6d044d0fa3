consul { address = "127.0.0.1:8500" } template { source = "a" destination = "b" wait { min = "1s" } }
