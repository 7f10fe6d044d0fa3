template {
  source      = "redis.conf.liquid"
  destination = "${HOME}/redis/redis.conf"
  command     = "sh -c 'test \"${REDIS_PORT:-"6379"}\" = 6379 && kill -HUP ${PID}'"
  contents    = "a literal $ and $$ and {} and $${x} stay"
}
