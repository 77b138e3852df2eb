#include "upkeep/check/suppressions.h"

#include <algorithm>
#include <climits>

#include "base/text.h"

namespace fingerpost {

Suppressions::Suppressions(const Root& root, const Evidence& evidence) {
  if (auto file = root.read(kSettingsFile, 1u << 20)) settings_ = read_settings(file->bytes);
  if (!settings_.check_ignore.empty()) ignored_.emplace("", join(settings_.check_ignore, "\n"));
  for (const auto& document : evidence.documents())
    if (contains(document->text(), "fingerpost-")) read_document(*document);
}

void Suppressions::read_document(const CheckedDocument& document) {
  std::vector<Range>& out = ranges_[document.path()];
  std::vector<Range> open;
  for (int n = 1; n <= document.lines().count(); ++n) {
    const std::string_view line = document.lines().line(n);
    constexpr std::string_view kMark = "fingerpost-";
    auto at = line.find(kMark);
    if (at == std::string_view::npos || document.is_code(n) || line.rfind("<!--", at) == std::string_view::npos)
      continue;
    std::string_view rest = line.substr(at + kMark.size());
    rest = trim(rest.substr(0, rest.find("-->")));
    const std::string_view word = rest.substr(0, rest.find(' '));
    Range range{n, n, {}};
    for (std::string_view rule : split(rest.substr(word.size()), ' ')) {
      while (rule.ends_with(",")) rule.remove_suffix(1);
      if (rule == "--") break;  // what follows says why
      if (!rule.empty()) range.rules.emplace_back(rule);
    }
    if (word == "disable-line") {
      out.push_back(range);
    } else if (word == "disable-next-line") {
      range.first = range.last = n + 1;
      out.push_back(range);
    } else if (word == "disable") {
      open.push_back(range);
    } else if (word == "enable") {
      for (Range& one : open) {
        one.last = n;
        out.push_back(std::move(one));
      }
      open.clear();
    }
  }
  for (Range& one : open) {
    one.last = INT_MAX;
    out.push_back(std::move(one));
  }
}

bool Suppressions::covers(const CheckFinding& finding) const {
  const auto& disabled = settings_.check_disable;
  if (std::find(disabled.begin(), disabled.end(), finding.rule) != disabled.end()) return true;
  if (ignored_) {
    const std::string_view path = finding.path;
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1))
      if (ignored_->verdict(path.substr(0, slash), true) == IgnoreRules::Verdict::ignored) return true;
    if (ignored_->verdict(path, false) == IgnoreRules::Verdict::ignored) return true;
  }
  const auto known = ranges_.find(finding.path);
  if (known == ranges_.end()) return false;
  return std::any_of(known->second.begin(), known->second.end(), [&](const Range& range) {
    return range.first <= finding.line && finding.line <= range.last &&
           (range.rules.empty() ||
            std::find(range.rules.begin(), range.rules.end(), finding.rule) != range.rules.end());
  });
}

}  // namespace fingerpost
