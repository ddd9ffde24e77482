#!/bin/sh
# See that the browsers which the tests drive are there: Chromium, Firefox, and Xvfb, the
# screen nobody sees. Installs them on Debian and its kin when run as root; elsewhere uses
# what is there, and says what is missing.
set -eu

have() {
  for name; do
    if command -v "$name" >/dev/null 2>&1; then return 0; fi
  done
  return 1
}
missing() {
  have chromium chromium-browser || printf ' chromium'
  have firefox-esr firefox firefox-developer-edition || printf ' firefox-esr'
  have Xvfb || printf ' xvfb'
}
# Debian packs Chromium's languages apart; without them its French goes untested.
lacks_languages() {
  have dpkg && dpkg -s chromium >/dev/null 2>&1 && ! dpkg -s chromium-l10n >/dev/null 2>&1
}
can_install() {
  [ "$(id -u)" = 0 ] && have apt-get
}
export DEBIAN_FRONTEND=noninteractive

lacking=$(missing)
if [ -n "$lacking" ] && can_install; then
  apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  apt-get install -y -qq --no-install-recommends $lacking fonts-dejavu-core >/dev/null
  lacking=$(missing)
fi
if lacks_languages && can_install; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium-l10n >/dev/null ||
    echo "Not installed: chromium-l10n. The browser tests run without its French." >&2
fi

case "$lacking" in
  "") ;;
  *xvfb* | *chromium*firefox*)
    echo "The browser tests need:$lacking. Install them (these are Debian's names) and try again." >&2
    exit 1
    ;;
  *) echo "Not installed:$lacking. The browser tests run without it." >&2 ;;
esac
