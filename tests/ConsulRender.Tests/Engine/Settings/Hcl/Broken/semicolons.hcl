once = true;
wait { min = "1s"; max = "5s"; }
