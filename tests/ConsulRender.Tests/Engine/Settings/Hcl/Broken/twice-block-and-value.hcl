wait = "5s:20s"
wait { min = "5s" }
template { source = "a" }
template = [{ source = "b" }]
