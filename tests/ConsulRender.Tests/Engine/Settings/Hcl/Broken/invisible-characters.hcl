consul {
  address　= "a:1"
  token = "x"
​}
