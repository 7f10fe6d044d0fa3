#!/bin/sh
# Hands a running HAProxy its new file without losing a connection. For the command of a template entry.
#   reload.sh master-worker [PIDFILE]       haproxy -W or -Ws: SIGUSR2 to the master; ends when its new worker runs
#   reload.sh socket CFG PIDFILE SOCKET     haproxy -D: a new process takes the listening sockets over SOCKET
# The second needs "stats socket SOCKET ... expose-fd listeners" in the running process's file (vars.stats_socket).
# Under systemd, "systemctl reload haproxy" is the first form and checks the file once more before.
set -eu
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

running() {
  pids=$(cat "$1" 2>/dev/null) || { echo "reload.sh: no PID file $1: is HAProxy running?" >&2; exit 1; }
  [ -n "$pids" ] || { echo "reload.sh: PID file $1 is empty" >&2; exit 1; }
}

workers() { cat "/proc/$1/task/"*/children 2>/dev/null | tr ' ' '\n' | sort; }

# A master that is still busy with one reload loses the signal for the next, and HAProxy would go on with the older
# file. So this waits for the new worker, which also tells whether HAProxy took the file, and asks once more each second.
reload_master() {
  old=$(workers "$1")
  tries=0
  while [ $tries -lt 100 ]; do
    [ $((tries % 10)) -ne 0 ] || kill -USR2 "$1"
    sleep 0.1
    for worker in $(workers "$1"); do
      echo "$old" | grep -qx "$worker" || return 0
    done
    tries=$((tries + 1))
  done
  echo "reload.sh: HAProxy's master $1 has started no new worker within 10 s" >&2
  return 1
}

case ${1-} in
  master-worker)
    [ $# -le 2 ] || usage
    running "${2-/run/haproxy.pid}"
    # The master is the first line.
    reload_master "$(echo "$pids" | head -n 1)"
    ;;
  socket)
    [ $# -eq 4 ] || usage
    running "$3"
    haproxy -c -q -f "$2"
    # Without -x the new process binds again, and connections waiting in the old queue are reset.
    # shellcheck disable=SC2086 # several process IDs are several arguments
    haproxy -D -f "$2" -p "$3" -x "$4" -sf $pids
    ;;
  *) usage ;;
esac
