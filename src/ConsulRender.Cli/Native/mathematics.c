/*
 * The two functions of the mathematical library that the binary would need it for. Without libm, 0.5 MB less is in memory in each
 * process (docs/decisions/0007). The linker takes these instead, and libm again for whatever else comes to be needed; a test says so then.
 */

/* The least whole number that is not below x. .NET writes numbers with it, on processors without an instruction for it. */
double ceil(double x) {
  /* From here on there are no fractions; infinity and NaN come here, too. */
  if (!(x > -0x1p52 && x < 0x1p52)) return x;

  double towards_zero = (double)(long long)x;
  return __builtin_copysign(towards_zero < x ? towards_zero + 1 : towards_zero, x);
}

/* .NET's collector samples allocations with it for its events, which are off (EventSourceSupport). Our own code must not use it (BannedSymbols.txt). */
double log(double x) {
  (void)x;
  __builtin_trap();
}
