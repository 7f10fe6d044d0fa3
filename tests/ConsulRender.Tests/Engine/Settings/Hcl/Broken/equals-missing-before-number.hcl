template {
  source "a.liquid"
  perms 0644
  backup true
  vars_of ["a"]
}
