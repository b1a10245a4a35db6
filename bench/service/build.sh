# What bench/service/run and bench/service/failures share; sourced in the root of the repository.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
artifacts=$PWD/artifacts/service
mkdir -p "$artifacts"

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "bench/service/$(basename "$0")" >&2; exit 2; }

options=()
builds=(JIT NativeAOT)
build=1

parse() {
  while (($#)); do
    case "$1" in
      --quick) options+=(--quick) ;;
      --builds) read -ra builds <<< "${2-}"; ((${#builds[@]})) || usage; shift ;;
      --only) [[ -n ${2-} ]] || usage; options+=(--only "$2"); shift ;;
      --no-build) build=0 ;;
      *) usage ;;
    esac
    shift
  done
}

# The client, in the place of this shell.
client() {
  export OTEL_TRACES_SAMPLER=${OTEL_TRACES_SAMPLER-parentbased_traceidratio}
  export OTEL_TRACES_SAMPLER_ARG=${OTEL_TRACES_SAMPLER_ARG-0.01}
  exec taskset -c 0 "$artifacts/Client/FastElman.Benchmarks.Service" "$1" \
    --folder "$artifacts" --builds "${builds[@]}" "${options[@]}"
}

need_wrk() {
  command -v wrk > /dev/null && return
  [[ $(id -u) == 0 ]] && command -v apt-get > /dev/null && apt-get install -y wrk >&2 && return
  echo "wrk is missing: install it (on Debian: apt-get install wrk)" >&2
  exit 1
}

# Native code needs packages that the lock files in the sources do not name; those stay as they are.
publish() {
  local project=$1 name=$2
  shift 2
  rm -rf "$artifacts/$name"
  dotnet publish -c Release "$project" -o "$artifacts/$name" "$@" \
    -p:NuGetLockFilePath=obj/packages.lock.json --verbosity quiet -nologo > "$artifacts/publish-$name.log" 2>&1 || {
    cat "$artifacts/publish-$name.log" >&2
    exit 1
  }
}

publish_all() {
  local build compiler=()
  command -v clang > /dev/null || compiler=(-p:CppCompilerAndLinker=gcc)
  publish bench/service/Client Client
  for build in "$@"; do
    local form=(-p:PublishAot=false)
    [[ $build != NativeAOT ]] || form=(--use-current-runtime -p:PublishAot=true "${compiler[@]}")
    publish bench/service/Echo "Echo-$build" "${form[@]}"
    publish samples/TaggingService "TaggingService-$build" "${form[@]}"
  done
}
