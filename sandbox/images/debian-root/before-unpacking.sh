#!/bin/sh
# Makes the links that Debian's packages rely on and none of them brings, because an installer makes them:
# /bin, /sbin and /lib lead into /usr, /var/run leads to /run.
set -eu
cd "$1"
for folder in bin sbin lib lib64; do
  mkdir -p "usr/$folder"
  ln -s "usr/$folder" "$folder"
done
mkdir -p run var
ln -s /run var/run
