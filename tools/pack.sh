#!/usr/bin/env bash
# Packs all packages: with symbols, SHA-256 sums (SHA256SUMS) and a bill of materials for each (CycloneDX, *.cdx.json).
#   tools/pack.sh [FOLDER]       FOLDER: artifacts/packages where none is given; packages in it are replaced
# Two runs on the same commit give the same bytes, wherever the clone lies: paths are mapped, and the time in the
# files is that of the commit. SKIP_SBOM=1 leaves the bills out, whose tool is restored from NuGet; CYCLONEDX_FOLDER
# names a folder that has the tool.
set -euo pipefail
folder=$(realpath -m "${1:-$(dirname "$0")/../artifacts/packages}")
cd "$(dirname "$0")/.."
projects=(src/Runtime src/Interop src/Training src/Hosting tools/FastElman.Cli)
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

mkdir -p "$folder"
rm -f "$folder"/FastElman*.nupkg "$folder"/FastElman*.snupkg "$folder"/*.cdx.json "$folder"/SHA256SUMS
for project in "${projects[@]}"; do
  # What an earlier build left was built without the mapping of paths.
  rm -rf "$project/bin/Release" "$project/obj/Release"
done
for project in "${projects[@]}"; do
  dotnet pack "$project" --configuration Release --output "$folder" --verbosity quiet
done

if [[ ${SKIP_SBOM:-} != 1 ]]; then
  tool=${CYCLONEDX_FOLDER:-}
  if [[ -z $tool ]]; then
    tool=$(mktemp -d)
    trap 'rm -rf "$tool"' EXIT
    dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tool" >/dev/null
  fi

  version=$(basename "$(ls "$folder"/FastElman.[0-9]*.nupkg)" .nupkg)
  version=${version#FastElman.}
  time=$(date --utc --date "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
  for project in "${projects[@]}"; do
    file=$(ls "$project"/*.csproj)
    id=$(basename "$file" .csproj)
    type=Library
    [[ $id == *.Cli ]] && type=Application
    DOTNET_ROLL_FORWARD=Major "$tool/dotnet-CycloneDX" "$file" \
      --output "$folder" --filename "$id.cdx.json" --output-format Json \
      --set-version "$version" --set-type $type --set-nuget-purl --include-project-references \
      --exclude-dev --no-serial-number --disable-package-restore >/dev/null

    # The tool takes the neighbours for projects: without their licence, and of the version before MinVer sets one.
    sed -i -E \
      -e "s#(\"timestamp\": \")[^\"]*#\1$time#" \
      -e "s#(pkg:nuget/FastElman[A-Za-z.]*)@1\.0\.0\"#\1@$version\"#" \
      -e "/\"name\": \"FastElman/ { n; s#\"1\.0\.0\"#\"$version\"# }" \
      -e 's#^( *)"purl": "pkg:nuget/FastElman#\1"licenses": [ { "license": { "id": "MIT" } } ],\n&#' \
      "$folder/$id.cdx.json"
  done
fi

(cd "$folder" && sha256sum -- *.nupkg *.snupkg $(ls -- *.cdx.json 2>/dev/null) >SHA256SUMS && cat SHA256SUMS)
