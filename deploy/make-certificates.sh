#!/bin/sh
# Makes an authority and a certificate for each server of the store, once. The authority's key stays in a volume that no
# server sees; each server's volume has its own key, which only the server's user reads.
set -eu
umask 077

# The user of the store's image.
STORE_USER=1000
DAYS=825

if [ ! -f /authority/ca.crt ]; then
  es-gencert-cli create-ca -days "$DAYS" -out /authority
fi
install -m 0644 /authority/ca.crt /out/ca/ca.crt

server() {
  name=$1
  address=$2
  target=/out/$name
  if [ ! -f "$target/node.crt" ]; then
    es-gencert-cli create-node -days "$DAYS" -ca-certificate /authority/ca.crt -ca-key /authority/ca.key \
      -out "$target" -ip-addresses "127.0.0.1,$address" -dns-names "localhost,$name"
  fi
  mkdir -p "$target/ca"
  install -m 0644 /authority/ca.crt "$target/ca/ca.crt"
  chmod 0755 "$target" "$target/ca"
  chmod 0644 "$target/node.crt"
  chmod 0400 "$target/node.key"
  chown "$STORE_USER:$STORE_USER" "$target/node.key"
}

server store1 172.30.113.11
server store2 172.30.113.12
server store3 172.30.113.13
