#!/usr/bin/env bash
# Packs the program with the libraries that it needs as an MCP bundle, which assistants install by themselves:
# build/package/fingerpost-VERSION-linux-PROCESSOR.mcpb. Told under which name it is registered and in which folder of
# the web the bundle will lie, writes its entry for the MCP registry beside it, server.json.
#   scripts/package.sh [io.github.OWNER/fingerpost https://HOST/FOLDER]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
[[ $# -eq 0 || $# -eq 2 ]] || { echo "usage: scripts/package.sh [NAME URL]" >&2; exit 2; }

"$root/scripts/install.sh" --tests
# The old kind of run path: libraries look there for their own libraries too.
"$root/scripts/build.sh" bundle -DCMAKE_BUILD_TYPE=Release -DFINGERPOST_TESTS=OFF -DCMAKE_INSTALL_RPATH='$ORIGIN/lib' \
  -DCMAKE_EXE_LINKER_FLAGS=-Wl,--disable-new-dtags

package=$root/build/package
staged=$package/staged
rm -rf "$package"
mkdir -p "$staged/server/lib" "$staged/licenses"
cmake --install "$root/build/bundle" --prefix "$package/installed" --strip >/dev/null
mv "$package/installed/bin/fingerpost" "$staged/server/fingerpost"
rm -rf "$package/installed"
cp "$root/packaging/manifest.json" "$staged/manifest.json"

# All but what belongs to the system's C library, with what each package's authors ask to be handed on.
while read -r name _ library _; do
  [[ $library == /* ]] || continue
  case $name in
    libc.so.* | libm.so.* | libpthread.so.* | libdl.so.* | librt.so.* | libresolv.so.*) continue ;;
  esac
  cp -L "$library" "$staged/server/lib/$name"
  package_of=$(dpkg-query -S "$(readlink -f "$library")" "$library" "${library#/lib/}" 2>/dev/null | head -n 1 | cut -d: -f1 || true)
  [[ -n $package_of ]] || { echo "no package owns $library: its licence cannot be handed on" >&2; exit 1; }
  cp -L "/usr/share/doc/$package_of/copyright" "$staged/licenses/$package_of"
done < <(ldd "$staged/server/fingerpost")

# Asked for its version where nothing but the bundle tells it where its libraries are.
version=$(env -i "$staged/server/fingerpost" --version)
grep -q "\"version\": \"$version\"" "$staged/manifest.json" || {
  echo "packaging/manifest.json is not of version $version: set it there" >&2
  exit 1
}
bundle=fingerpost-$version-linux-$(uname -m).mcpb
(cd "$staged" && zip -q -r -X "../$bundle" .)
rm -rf "$staged"
echo "$package/$bundle: $(du -h "$package/$bundle" | cut -f1)"

if [[ $# -eq 2 ]]; then
  cat >"$package/server.json" <<JSON
{
  "\$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "$1",
  "description": "Where things are written in a repository and how its problems are mended: exact pointers.",
  "version": "$version",
  "packages": [
    {
      "registryType": "mcpb",
      "identifier": "${2%/}/$bundle",
      "version": "$version",
      "fileSha256": "$(sha256sum "$package/$bundle" | cut -d' ' -f1)",
      "transport": {"type": "stdio"}
    }
  ]
}
JSON
  echo "$package/server.json"
fi
