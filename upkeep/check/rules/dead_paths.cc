// Paths in code spans that are not there any more, and lines behind the end of a file.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

// Whether the directory that a path stands in is one of the repository's, with files of the same kind: only then is
// the path meant to be one of its files rather than an example's.
std::string home_of(const Evidence& evidence, const CheckedDocument& document, const WrittenPath& written) {
  const std::string directory(directory_of(written.path));
  if (directory.empty()) return {};
  for (std::string_view above = directory_of(document.path());; above = directory_of(above)) {
    std::string there = above.empty() ? directory : std::string(above) + "/" + directory;
    if (evidence.tree().has_directory(there)) {
      const std::string_view extension = extension_of(written.path);
      for (std::string_view name : evidence.tree().names_in(there))
        if (extension_of(name) == extension || written.directory) return there;
    }
    if (above.empty()) return {};
  }
}

// Whether a file's path begins with a hidden directory that the repository has (".claude/", ".github/"): such a one is
// nobody else's, whatever is below it.
bool is_in_hidden_corner(const Tree& tree, const WrittenPath& written) {
  const std::string_view first = std::string_view(written.path).substr(0, written.path.find('/'));
  return first.size() > 1 && first.front() == '.' && !written.directory && tree.has_directory(first);
}

// Whether a directory holds several files of the path's kind.
bool is_rich_in(const Tree& tree, const std::string& directory, const std::string& path) {
  constexpr int kSeveral = 5;
  const auto names = tree.names_in(directory);
  return std::count_if(names.begin(), names.end(),
                       [&](std::string_view name) { return extension_of(name) == extension_of(path); }) >= kSeveral;
}

void check_dead_path(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    for (const Mention& mention : document->mentions()) {
      if (mention.kind != Mention::Kind::span) continue;
      const auto written = path_in_span(mention.text);
      if (!written || !contains(written->path, "/")) continue;
      const Tree& tree = evidence.tree();
      if (tree.cut() || !existing_path(evidence, *document, written->path).empty() || tree.has_ending(written->path) ||
          tree.is_made(written->path))
        continue;
      const std::string home = home_of(evidence, *document, *written);
      // A directory of the repository's own, two deep or with many such files, says by itself that one of them is
      // meant.
      const bool at_home =
          !home.empty() && (contains(directory_of(written->path), "/") || is_rich_in(tree, home, written->path));
      if (document->is_hypothetical(mention.line, !at_home)) continue;
      const bool once = evidence.history().fate_of(written->path) != nullptr;
      const bool named = has_file_extension(written->path) || written->directory;
      if (!once && ((home.empty() && !is_in_hidden_corner(tree, *written)) || !named)) continue;
      const LikelyPlace likely =
          likely_place(evidence, home.empty() ? written->path : home + "/" + std::string(base_name(written->path)));
      CheckFinding finding;
      finding.path = document->path();
      finding.line = mention.line;
      finding.column = mention.column;
      finding.width = static_cast<int>(mention.text.size());
      finding.message = fmt::format("'{}' does not exist", clip(mention.text, 160));
      finding.about = written->path;
      if (!likely.path.empty()) {
        finding.advice = fmt::format("'{}'? ({})", likely.path, likely.reason);
        const auto at = mention.text.find(written->path);
        if (likely.sure && once && at != std::string_view::npos) finding.fix = Replacement{written->path, likely.path};
      } else {
        finding.advice = likely.reason;
      }
      // Relative to a directory of a page's own, in a site, it may speak of the reader's files.
      if (!once && !at_home && evidence.site_of(document->path()) && likely.path.empty())
        finding.severity = CheckLevel::info;
      // "src/exporter/" may well be another project's.
      if (!once && written->directory && !contains(directory_of(written->path), "/"))
        finding.severity = CheckLevel::info;
      out.push_back(std::move(finding));
    }
  }
}

void check_dead_line(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    for (const Mention& mention : document->mentions()) {
      std::string path;
      int line = 0;
      if (mention.kind == Mention::Kind::span) {
        const auto written = path_in_span(mention.text);
        if (!written || written->line == 0) continue;
        path = existing_path(evidence, *document, written->path);
        line = written->line;
        if (path.empty() && !contains(written->path, "/"))
          if (const auto same = evidence.tree().named(written->path); same.size() == 1)
            path = std::string(same.front());
      } else if (mention.kind == Mention::Kind::link) {
        const LinkTarget target = parse_link(mention.text);
        if (target.kind != LinkTarget::Kind::path || !target.fragment.starts_with("L") ||
            !resolve_path(directory_of(document->path()), target.path, path) || !evidence.tree().has(path))
          continue;
        for (char c : target.fragment.substr(1)) {
          if (!is_digit(c) || line > 10'000'000) break;
          line = line * 10 + (c - '0');
        }
      }
      if (path.empty() || line == 0) continue;
      const auto file = evidence.live().read(path);
      if (!file || line <= (*file)->lines->count()) continue;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = mention.line;
      finding.column = mention.column;
      finding.width = static_cast<int>(mention.text.size());
      finding.message =
          fmt::format("line {} of '{}' is behind its end: it has {} lines", line, path, (*file)->lines->count());
      finding.other_path = path;
      finding.other_line = (*file)->lines->count();
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule dead_path_rule;
const Rule dead_path_rule = {"dead-path", CheckLevel::warning, "a path in a code span is not there", check_dead_path};
extern const Rule dead_line_rule;
const Rule dead_line_rule = {"dead-line", CheckLevel::warning, "a line of a file is named that it does not have",
                             check_dead_line};

}  // namespace fingerpost
