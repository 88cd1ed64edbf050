# What run, test and bench share: the .NET SDK, and building only what changed.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '==> %s\n' "$*"; }

fail() { printf '%s\n' "$*" >&2; exit 1; }

# The version in global.json is the oldest that builds this; newer feature bands of it do too.
require_sdk() {
  local need
  need=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
  command -v dotnet >/dev/null || fail "The .NET SDK $need or newer is missing: get it from https://dotnet.microsoft.com/download/dotnet/${need%.*} (or: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel ${need%.*}, then put ~/.dotnet on PATH)."
  dotnet --version >/dev/null 2>&1 || fail "The .NET SDK here is too old (have: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')), $need or newer is needed: get it from https://dotnet.microsoft.com/download/dotnet/${need%.*}."
}

# out_of_date FILE FOLDER...: true when any source in the folders, or a file that steers the build, is newer than FILE's stamp.
out_of_date() {
  local stamp="$1.stamp"; shift
  [[ -f "$stamp" ]] || return 0
  [[ -n $(find "$@" Directory.*.props global.json .editorconfig BannedSymbols.txt \
    \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit) ]]
}

# compile OPTION...: dotnet build with one compiler process for all projects, ended afterwards: each project's own would have to warm up anew.
# Its settings let it spend its time compiling: no code is measured for a better version of itself, and memory is tidied up seldom.
compile() {
  local code=0 compiler="charitylink-$$-$RANDOM"
  DOTNET_TieredPGO=0 DOTNET_gcConcurrent=0 DOTNET_GCgen0size=0x10000000 \
    dotnet build --nologo -v q -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" "$@" </dev/null || code=$?
  pkill -f -- "pipename:$compiler" || true
  return "$code"
}

# build PROJECT FILE: restores and builds Release, quiet unless it fails. Whether the sources keep the rules is for ./test to say.
build() {
  local log began=$SECONDS mark project
  # A folder that gains its bin and obj while we build would look changed for ever.
  for project in src/*/ tests/*/; do mkdir -p "${project}bin" "${project}obj"; done
  log=$(mktemp) && mark=$(mktemp)
  say "Restoring packages"
  dotnet restore "$1" --nologo -v q >"$log" 2>&1 || { cat "$log" >&2; fail "Packages could not be restored: see the lines above; a network error goes away by running this again once the network is back."; }
  say "Building (about half a minute the first time)"
  compile "$1" -c Release --no-restore -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:GenerateDocumentationFile=false >"$log" 2>&1 || { cat "$log" >&2; fail "The build failed: see the lines above."; }
  # The mark is older than any source edited while the build ran.
  mv "$mark" "$2.stamp"
  rm -f "$log"
  say "Built in $((SECONDS - began)) s"
}
