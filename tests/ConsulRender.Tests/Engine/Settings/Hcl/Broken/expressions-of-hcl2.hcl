max = 5 * 3
name = "a" + "b"
size = once ? 1 : 2
