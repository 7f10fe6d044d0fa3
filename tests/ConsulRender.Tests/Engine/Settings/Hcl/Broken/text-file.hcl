Dear colleague,
this is not a settings file at all.
