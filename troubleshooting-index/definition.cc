#include "troubleshooting-index/definition.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {
namespace {

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// "#.", "a)", "(iv)": marks of items that without_marks leaves, since prose may begin with them.
bool begins_with_mark(std::string_view line) {
  if (line.front() == '(' || line.front() == ':' || line.front() == '|') return true;
  const auto mark = line.find_first_of(".)");
  return mark <= 3 && mark + 1 < line.size() && is_space(line[mark + 1]);
}

Definition html_definition(const Place& place, std::string_view text) {
  Definition out;
  const std::string lower = to_lower(text);
  const auto open = lower.find('>');
  const auto end = std::min(lower.find("</dt"), lower.find("<dd"));
  if (open >= end) return out;
  out.term = trim(text.substr(open + 1, std::min(end, text.size()) - open - 1));
  std::size_t counted = 0;
  int line = place.line_start;
  for (std::size_t at = lower.find("<dd"); at != std::string::npos;) {
    const std::size_t next = lower.find("<dd", at + 3);
    std::string_view said = text.substr(at, std::min(next, text.size()) - at);
    said = said.substr(0, std::string_view(lower).substr(at, said.size()).find("</dd"));
    const auto lines = [&](std::size_t from, std::size_t to) {
      return static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(from),
                                         text.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
    };
    line += lines(counted, at);
    counted = at;
    said.remove_prefix(std::min(said.size(), said.find('>') + 1));
    said = trim(said);
    if (!said.empty()) {
      const auto begin = static_cast<std::size_t>(said.data() - text.data());
      const int first = line + lines(at, begin);
      out.meanings.push_back({said, first, first + static_cast<int>(std::count(said.begin(), said.end(), '\n'))});
    }
    at = next;
  }
  return out;
}

}  // namespace

Definition definition_of(const Place& place) {
  Definition out;
  if (place.kind != Kind::list_item) return out;
  const std::string_view text = place.text;
  if (text.size() > 2 && starts_with_ignoring_case(text, "<dt")) return html_definition(place, text);
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return out;
  const std::string_view term = trim(text.substr(0, end));
  if (term.empty() || without_marks(term).size() != term.size() || begins_with_mark(term)) return out;
  const auto marked = [](std::string_view line) {
    line = trim(line);
    return line.size() > 2 && line.front() == ':' && is_space(line[1]);
  };
  bool by_marks = false;
  int line = place.line_start;
  for (const std::string_view raw : split(text.substr(end + 1), '\n')) {
    ++line;
    std::string_view said = trim(raw);
    if (said.empty()) continue;
    if (out.meanings.empty()) {
      by_marks = marked(raw);
      if (!by_marks && indentation(raw) <= indentation(text.substr(0, end))) return {};
    }
    if (out.meanings.empty() || (by_marks && marked(raw))) {
      if (by_marks) said = trim(said.substr(1));
      out.meanings.push_back({said, line, line});
    } else {
      WrittenMeaning& open = out.meanings.back();
      open.text = {open.text.data(), static_cast<std::size_t>(said.data() + said.size() - open.text.data())};
      open.line_end = line;
    }
  }
  if (!out.meanings.empty()) out.term = term;
  return out;
}

Lead lead_at(const Place& place) {
  const Definition definition = definition_of(place);
  if (definition.term.empty()) return lead_of(place.text);
  Lead lead;
  lead.head = definition.term;
  if (!definition.meanings.empty()) {
    const std::string_view first = definition.meanings.front().text;
    const std::string_view last = definition.meanings.back().text;
    lead.rest = {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
  }
  return lead;
}

}  // namespace fingerpost
