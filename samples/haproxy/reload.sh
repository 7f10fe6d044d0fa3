#!/bin/sh
# Hands a running HAProxy its new file without losing a connection. For the command of a template entry.
#   reload.sh master-worker [PIDFILE]       haproxy -W or -Ws: SIGUSR2 to the master, which starts new workers
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

case ${1-} in
  master-worker)
    [ $# -le 2 ] || usage
    running "${2-/run/haproxy.pid}"
    # The master is the first line.
    kill -USR2 "$(echo "$pids" | head -n 1)"
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
