# Nothing is set here yet.
// Neither is it here,
/* nor here: template { source = "x" } */
