#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, from its own distribution, and the tools that are named as arguments. Run again, it installs nothing.
# No host is named here: whatever mirror the machine's apt is set up with is the one that is asked.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

declare -A package_of=([haproxy]=haproxy [nginx]=nginx [openssl]=openssl [gcc]=gcc)
work=""
policy=/usr/sbin/policy-rc.d

main() {
  local packages=() tool
  for tool in "$@"; do
    package_of[$tool]=$tool
  done
  for tool in "${!package_of[@]}"; do
    has "$tool" || packages+=("${package_of[$tool]}")
  done
  # The native linker wants these two beside gcc.
  [ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
  [ -e /usr/include/stdlib.h ] || packages+=(libc6-dev)
  if [ ${#packages[@]} -eq 0 ] && has consul; then
    echo "nothing to install"
    return
  fi

  become_root "${packages[@]}"
  work=$(mktemp -d)
  trap leave EXIT
  forbid_starting_services
  if [ ${#packages[@]} -gt 0 ]; then
    "${root[@]}" apt-get update -q
    "${root[@]}" apt-get install -y -q --no-install-recommends "${packages[@]}"
  fi
  has consul || install_consul
  for tool in "${!package_of[@]}" consul; do
    has "$tool" || fail "$tool is still missing after the installation"
  done
}

# Debian keeps daemons in directories that are not on everybody's PATH.
has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null; }

fail() {
  echo "install-tools: $*" >&2
  exit 1
}

become_root() {
  root=()
  [ "$(id -u)" -eq 0 ] && return
  if has sudo && sudo -n true 2>/dev/null; then
    root=(sudo -n)
    return
  fi
  has consul || set -- "$@" "consul (from Debian's suite bullseye, or any other build of it on PATH)"
  fail "not root and no sudo without a password; please install: $*"
}

# A test run must not leave an nginx on port 80 behind: Debian asks this file before it starts a service.
forbid_starting_services() {
  [ -e "$policy" ] && policy="" && return
  printf '#!/bin/sh\nexit 101\n' >"$work/policy"
  "${root[@]}" install -m 0755 "$work/policy" "$policy"
}

leave() {
  [ -z "$policy" ] || "${root[@]}" rm -f "$policy"
  [ -z "$work" ] || rm -rf "$work"
}

# Only the suite bullseye has Consul, so it is asked in an apt configuration of its own; the machine's stays as it is.
install_consul() {
  has apt-get || fail "consul is not on PATH, and only Debian's apt is known here; please install it"
  local mirror architecture
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then
    "${root[@]}" apt-get update -q
    mirror=$(debian_mirror)
  fi
  [ -n "$mirror" ] || fail "consul is not on PATH, and no Debian mirror is among apt's sources; please install it"
  architecture=$(dpkg --print-architecture)
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/deb"
  echo "deb [arch=$architecture] $mirror bullseye main" >"$work/sources.list"
  local apt=(apt-get -q
    -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache"
    -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false)
  "${root[@]}" "${apt[@]}" update
  (cd "$work/deb" && "${root[@]}" "${apt[@]}" download consul)
  "${root[@]}" apt-get install -y -q --no-install-recommends "$work"/deb/consul_*.deb
}

debian_mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" { print $4; exit }'
}

main "$@"
