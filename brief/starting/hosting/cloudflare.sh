#!/bin/sh
# In Cloudflare's settings of the build: command `sh cloudflare-build.sh`, output folder `public`.
set -eu
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  git fetch --quiet --unshallow
fi
pip install --requirement requirements.txt
brief check
if [ "${CF_PAGES_BRANCH:-main}" = main ]; then
  brief build
else
  brief build --base-url "$CF_PAGES_URL"
fi
brief redirects cloudflare > public/_redirects
