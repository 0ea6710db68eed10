# Shared by the scripts beside it: where the checkout is, how they speak, and where what set-up installed is found.
# Sourced, never run. It must not install or build anything.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

say() { printf 'porchlight: %s\n' "$*"; }
die() {
  printf 'porchlight: %s\n' "$*" >&2
  exit 1
}

# step NAME COMMAND…: runs the command, says what is going on, how long it took, and which step it was that failed.
step() {
  local name=$1 began=$SECONDS
  shift
  printf '\n── %s\n' "$name"
  "$@" || die "failed: $name ($((SECONDS - began)) s)"
  printf '── %s: done in %d s\n' "$name" $((SECONDS - began))
}

# The ONNX Runtime library is used where npm put it: nothing is copied, and a new version in the lock file replaces it.
runtime_library_dir() {
  case $(uname -m) in
    x86_64) echo "$root/runtime/node_modules/onnxruntime-node/bin/napi-v6/linux/x64" ;;
    aarch64) echo "$root/runtime/node_modules/onnxruntime-node/bin/napi-v6/linux/arm64" ;;
    *) die "there is no ONNX Runtime for $(uname -m): x86_64 and aarch64 are supported" ;;
  esac
}

# Cargo says where it builds, so that CARGO_TARGET_DIR and a user's own configuration are both respected.
target_dir() { cargo metadata --no-deps --format-version 1 --locked | sed -E 's/.*"target_directory":"([^"]*)".*/\1/'; }

# Where the browser for the page's tests is, or nothing. Ubuntu's package of that name is only a stub for a snap, which does not
# run everywhere, so there it is the browser that playwright-core has for itself.
chromium_path() {
  local path
  for path in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/google-chrome; do
    if [ -n "$path" ] && [ -x "$path" ] && ! grep -qs snap <(head -c 4096 "$path" | tr -d '\0'); then
      echo "$path"
      return
    fi
  done
  path=$(cd ui && node -p "require('playwright-core').chromium.executablePath()" 2>/dev/null) || return 0
  if [ -x "$path" ]; then echo "$path"; fi
}

# Sets `clips` and `household` to what is measured with: the evaluation data beside a checkout, and without it a film of the drawn street.
bench_clips() {
  local visits=${PORCHLIGHT_EVAL:-../shared/eval}/visits
  if [ -d "$visits" ]; then
    clips=("$visits"/*.mp4)
    household=(--household "$visits")
    return
  fi
  say "no evaluation data at $visits: the drawn street is watched in its place" >&2
  bench_folder=$(mktemp -d)
  trap 'rm -rf "$bench_folder"' EXIT
  cargo run --locked --quiet --package porchlight-testkit --example street_film -- "$bench_folder/street.mp4"
  clips=("$bench_folder/street.mp4")
  household=()
}
