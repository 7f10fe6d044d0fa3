consul "east" { address = "a:1" }
consul "west" { address = "b:1" }
consul "east" { address = "c:1" }
consul "north" "far" { address = "d:1" }
agents { west { address = "e:1" } }
