#!/bin/sh
# Leaves out what no container of ours reads, and what mmdebstrap copies from this machine.
set -eu
cd "$1"
rm -rf usr/share/doc usr/share/doc-base usr/share/man usr/share/info usr/share/locale usr/share/i18n \
  usr/share/lintian usr/share/bug usr/share/bash-completion usr/share/initramfs-tools usr/share/menu
# Perl, dpkg, debconf and PAM come along for installation scripts, which do not run here; nothing starts services either.
rm -rf usr/bin/*perl* usr/share/perl* usr/lib/*/perl* usr/lib/*/libperl* etc/perl
rm -rf usr/bin/dpkg* usr/bin/debconf* usr/bin/update-alternatives etc/dpkg etc/debconf.conf usr/share/debconf \
  usr/lib/dpkg usr/share/dpkg var/cache/* var/lib/apt var/lib/dpkg
rm -rf etc/pam.* etc/security usr/lib/*/security usr/lib/systemd etc/systemd var/lib/systemd
rm -rf etc/cron.* etc/init.d etc/rc?.d etc/logrotate.d var/log/*
find etc/apt -type f ! -name 00mmdebstrap -delete # mmdebstrap deletes that one itself
rm -rf etc/fstab etc/hostname etc/resolv.conf
mkdir -p -m 1777 tmp
