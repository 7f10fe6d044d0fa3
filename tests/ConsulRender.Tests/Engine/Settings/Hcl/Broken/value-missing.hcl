consul {
  address =
  token   = "x"
}
wait { min = , max = "5s" }
template { source = }
