// Paths as documents write them: what is one, where it may lead, and where it most likely leads now.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/evidence.h"

namespace fingerpost {

// A link's target, taken apart.
struct LinkTarget {
  enum class Kind { external, anchor, path, unknown };  // unknown: a template, an alias of a bundler
  Kind kind = Kind::unknown;
  std::string path;      // decoded, without query; "" for an anchor of the same document
  std::string fragment;  // decoded
};
LinkTarget parse_link(std::string_view target);

// A path in a code span: `src/a.ts`, `src/a.ts:12`, `docs/`.
struct WrittenPath {
  std::string path;        // without "./" and a trailing slash
  int line = 0;            // of ":12" and "#L12", 0 for none
  bool directory = false;  // written with a slash at its end
};
// Nothing when it may be something else: a word, a route, a glob, a placeholder.
std::optional<WrittenPath> path_in_span(std::string_view text);

// The existing file or directory that a written path means: relative to the document, to a directory above it, or to
// the root ("/" for the root itself); "" for none.
std::string existing_path(const Evidence& evidence, const CheckedDocument& document, const std::string& path);

// The files, other than documents, that a document points at by links and by paths in code spans; sorted. What changes
// with every release (lock files, manifests) is not among them.
std::vector<std::string> files_pointed_at(const Evidence& evidence, const CheckedDocument& document);

// Whether the last part has an extension of a file that repositories hold.
bool has_file_extension(std::string_view path);

// Where a path that does not exist most likely leads now.
struct LikelyPlace {
  std::string path;    // "" for nowhere known
  std::string reason;  // "moved there in 1a2b3c4", "the only file of this name", …
  bool sure = false;   // enough to write it
};
LikelyPlace likely_place(Evidence& evidence, std::string_view path);

}  // namespace fingerpost
