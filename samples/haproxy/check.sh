#!/bin/sh
# check.sh FILE: haproxy -c on a rendered file, on a machine that need not be a load balancer.
# Exit 0: valid, or HAProxy is not installed (it says so). Anything else: haproxy's own answer.
# What the machine lacks is replaced in a copy, never in FILE: the certificate by a throw-away one, an unknown
# user or group by none. A load balancer has both and should run "haproxy -c -f {path}" itself.
set -u
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
file=$1

if ! command -v haproxy >/dev/null 2>&1; then
  echo "HAProxy is not installed, so nobody checked $file." >&2
  exit 0
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp "$file" "$work/haproxy.cfg" || exit 1
edit() { sed "$1" "$work/haproxy.cfg" >"$work/next" && mv "$work/next" "$work/haproxy.cfg"; }

folder=$(sed -n 's/^ *crt-base  *//p' "$file" | head -n 1)
certificate=$(sed -n 's/^ *bind .* ssl crt  *\([^ ]*\).*/\1/p' "$file" | head -n 1)
case $certificate in
  '') wanted= ;;
  /*) wanted=$certificate ;;
  *) wanted=$folder/$certificate ;;
esac
if [ -n "$wanted" ] && [ ! -r "$wanted" ]; then
  if command -v openssl >/dev/null 2>&1 &&
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=throw-away \
      -keyout "$work/key" -out "$work/crt" 2>/dev/null; then
    cat "$work/crt" "$work/key" >"$work/throw-away.pem"
    edit "s#\( ssl crt  *\)[^ ]*#\1$work/throw-away.pem#"
    echo "No certificate $wanted here: checked with a throw-away one." >&2
  else
    edit 's# ssl crt  *[^ ]*##'
    echo "No certificate $wanted and no openssl here: checked without TLS." >&2
  fi
fi

user=$(sed -n 's/^ *user  *\([^ ]*\).*/\1/p' "$file" | head -n 1)
if [ -n "$user" ] && ! id -u "$user" >/dev/null 2>&1; then
  edit '/^ *user /d'
  echo "No user $user here: checked without." >&2
fi
group=$(sed -n 's/^ *group  *\([^ ]*\).*/\1/p' "$file" | head -n 1)
if [ -n "$group" ] && ! grep -q "^$group:" /etc/group; then
  edit '/^ *group /d'
  echo "No group $group here: checked without." >&2
fi

haproxy -c -f "$work/haproxy.cfg" >"$work/answer" 2>&1
status=$?
sed "s#$work/haproxy.cfg#$file#g" "$work/answer" >&2
exit $status
