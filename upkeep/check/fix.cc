#include "upkeep/check/fix.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "upkeep/edit/change_file.h"

namespace fingerpost {
namespace {

// The byte where a fix's text stands, at or behind the column of its finding and on its line.
std::size_t place_of(const Lines& lines, std::string_view bytes, const CheckFinding& finding) {
  if (finding.line < 1 || finding.line > lines.count()) return std::string_view::npos;
  const std::size_t start = lines.start_of(finding.line) + static_cast<std::size_t>(finding.column) - 1;
  const std::size_t end = lines.start_of(finding.line) + lines.line(finding.line).size();
  if (start > end) return std::string_view::npos;
  const auto at = bytes.substr(0, end).find(finding.fix->was, start);
  const std::size_t width = finding.width > 0 ? static_cast<std::size_t>(finding.width) : end - start;
  return at == std::string_view::npos || at + finding.fix->was.size() > start + width ? std::string_view::npos : at;
}

}  // namespace

Result<Fixed> apply_fixes(const Root& root, const CheckReport& report) {
  std::map<std::string, std::vector<const CheckFinding*>> by_document;
  for (const CheckFinding& finding : report.findings)
    if (finding.fix && !finding.fix->was.empty()) by_document[finding.path].push_back(&finding);
  Fixed out;
  for (const auto& entry : by_document) {
    const std::vector<const CheckFinding*>& findings = entry.second;
    std::size_t done = 0;
    auto changed = change_file(root, entry.first, [&](const std::optional<std::string>& bytes) -> Result<std::string> {
      done = 0;
      if (!bytes) return std::string();
      // Columns are those of the text without a byte-order mark.
      const std::size_t mark = bytes->starts_with("\xEF\xBB\xBF") ? 3 : 0;
      const std::string_view text = std::string_view(*bytes).substr(mark);
      const Lines lines(text);
      std::map<std::size_t, const CheckFinding*> places;  // each place once
      for (const CheckFinding* finding : findings)
        if (const std::size_t at = place_of(lines, text, *finding); at != std::string_view::npos)
          places.emplace(at, finding);
      std::string after = bytes->substr(0, mark);
      std::size_t from = 0;
      for (const auto& [at, finding] : places) {
        if (at < from) continue;
        after += text.substr(from, at - from);
        after += finding->fix->becomes;
        from = at + finding->fix->was.size();
        ++done;
      }
      after += text.substr(from);
      return after;
    });
    if (!changed) return changed.error();
    out.findings += done;
    out.left += findings.size() - done;
    out.documents += done > 0;
  }
  return out;
}

}  // namespace fingerpost
